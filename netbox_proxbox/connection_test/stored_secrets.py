"""A form that leaves a secret empty means the stored one, but not for an address that it was not stored with.

Otherwise whoever may change an address, but does not know the secret, could have it sent to a host of their own.
"""

from django.db.models import Model
from django.utils.translation import gettext as _

from netbox_proxbox.encryption import Secret
from netbox_proxbox.findings import Level
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint

from .checklist import Checklist

__all__ = ('refuse_stored_key', 'refuse_stored_login')

WHERE_AN_ENDPOINT_IS = ('backend_id', 'domain', 'ip_address', 'port')


def refuse_stored_key(backend: ProxboxBackend, checklist: Checklist, subject: str) -> bool:
    """Note that the stored API key is not sent, and tell so, if the URL is another one than the stored one."""
    if not _would_send(backend.api_key) or not _is_changed(backend, ('base_url',)):
        return False
    told = _('The stored API key is sent to the stored URL only, and the URL was changed.')
    checklist.note(subject, Level.ERROR, told, _('Enter the API key again to test the new URL.'))
    return True


def refuse_stored_login(endpoint: ProxmoxEndpoint, checklist: Checklist, subject: str) -> bool:
    """Note that the stored password or token is not sent, and tell so, if it would be sent elsewhere."""
    secret = endpoint.token_value if endpoint.token_name else endpoint.password
    if not _would_send(secret) or not _is_changed(endpoint, WHERE_AN_ENDPOINT_IS):
        return False
    told = _(
        'The stored password or token is sent only to the address that it was stored with and only through that '
        'backend, and one of them was changed.'
    )
    checklist.note(subject, Level.ERROR, told, _('Enter the password or token again to test the new address.'))
    return True


def _would_send(secret: Secret) -> bool:
    """Tell whether a secret is one of the database."""
    return bool(secret) and not secret.is_new


def _is_changed(instance: Model, names: tuple[str, ...]) -> bool:
    stored = type(instance)._default_manager.filter(pk=instance.pk).values(*names).first()
    return stored != {name: getattr(instance, name) for name in names}
