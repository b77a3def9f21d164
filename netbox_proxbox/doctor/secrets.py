"""Can secrets be saved, and can all of them be read?"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.configuration import NEW_KEY_COMMAND, current_settings
from netbox_proxbox.errors import SecretError
from netbox_proxbox.health.findings import Finding, Level
from netbox_proxbox.secrets.stored import stored_secrets

__all__ = ('keys', 'secrets')


def keys() -> list[Finding]:
    """Tell whether there is a key to encrypt with."""
    count = len(current_settings()['encryption_keys'])
    if count:
        told = ngettext('{count} key is set.', '{count} keys are set; the first encrypts.', count)
        return [Finding(_('Encryption keys'), Level.OK, told.format(count=count))]
    cure = _(
        "Make one with '{command}' and put it into PLUGINS_CONFIG['netbox_proxbox']['encryption_keys'], the same for "
        'NetBox and the worker.'
    )
    told = _('There is none, so no API key, password or token can be saved or read.')
    return [Finding(_('Encryption keys'), Level.ERROR, told, cure.format(command=NEW_KEY_COMMAND))]


def secrets() -> list[Finding]:
    """Name every secret that cannot be read."""
    readable, findings = 0, []
    for stored in stored_secrets():
        try:
            stored.revealed()
        except SecretError as error:
            findings.append(Finding(_('Secrets'), Level.ERROR, error.cause, error.cure))
        else:
            readable += 1
    told = ngettext('{count} secret can be read.', '{count} secrets can be read.', readable).format(count=readable)
    return findings or [Finding(_('Secrets'), Level.OK, told)]
