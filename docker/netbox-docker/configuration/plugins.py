"""The plugins of netbox-docker: add these lines to the file of the same name."""

from os import environ

PLUGINS = ['netbox_proxbox']
PLUGINS_CONFIG = {
    'netbox_proxbox': {
        # From env/netbox.env. The first encrypts, all of them decrypt: put a new one in front to rotate.
        'encryption_keys': environ.get('PROXBOX_ENCRYPTION_KEYS', '').split(),
        'flower_url': environ.get('FLOWER_URL') or None,
    }
}
