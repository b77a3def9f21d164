"""Failures of the encryption of secrets at rest."""

from .base import ProxboxError

__all__ = ('SecretError', 'SecretKeyMissing', 'SecretUnreadable')


class SecretError(ProxboxError):
    """A failure with the given secret, such as 'API key of backend "main"'; never its value."""

    code = 'secret-error'
    cause_text = 'The {secret} cannot be used.'
    cure_text = 'Enter it again.'

    def __init__(self, secret: str, detail: str = '') -> None:
        super().__init__(detail=detail, secret=secret)


class SecretUnreadable(SecretError):
    """None of the configured keys decrypts the stored value."""

    code = 'secret-unreadable'
    cause_text = 'The {secret} cannot be decrypted with any key in encryption_keys.'
    cure_text = (
        "Put the key that encrypted it back at the end of PLUGINS_CONFIG['netbox_proxbox']['encryption_keys'] "
        'and restart NetBox and the worker, or enter the secret again.'
    )


class SecretKeyMissing(SecretError):
    """No key is configured, so secrets can be neither stored nor read."""

    code = 'secret-key-missing'
    cause_text = 'The {secret} can be neither stored nor read, for encryption_keys is empty.'
    cure_text = (
        "Make a key with 'proxbox-generate-key' and put it into "
        "PLUGINS_CONFIG['netbox_proxbox']['encryption_keys'], the same for NetBox and the worker."
    )
