"""Whom the login of an endpoint would be sent to after an edit who was not meant when it was entered."""

from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from netbox_proxbox.secrets.destination import ANOTHER_ADDRESS

from .direct import ca_certificate, host_and_port
from .directly_read import ADDRESSES, DirectlyReadModel

__all__ = ('others_who_get_the_login',)

WHOEVER_IS_TRUSTED = _(
    'how certificates are verified was changed, and the login would be sent to whoever holds a certificate that is '
    'trusted now'
)
WHOEVER_ANSWERS = _('certificates are not verified, and the login would be sent to whoever answers')

read_through = attrgetter('backend_id')
entered_addresses = attrgetter(*ADDRESSES)
verification = attrgetter('verify_ssl')


def others_who_get_the_login(stored: DirectlyReadModel, edited: DirectlyReadModel) -> Any:
    """Return who they are, in words; nothing when there are none: an address may be taken away."""
    if read_through(edited) != read_through(stored) or _addresses(edited) - _addresses(stored):
        return ANOTHER_ADDRESS
    if _trust(edited) != _trust(stored):
        return WHOEVER_IS_TRUSTED if verification(edited) else WHOEVER_ANSWERS
    return ''


def _addresses(endpoint: DirectlyReadModel) -> set[tuple[str, int]]:
    domain, ip_address, port, further_addresses = entered_addresses(endpoint)
    return {host_and_port(text, port) for text in (domain, ip_address, *further_addresses) if text}


def _trust(endpoint: DirectlyReadModel) -> tuple[bool, str, str]:
    # A program may have stored line ends that no form would.
    return verification(endpoint), ca_certificate(endpoint.ca_certificate), endpoint.tls_fingerprint
