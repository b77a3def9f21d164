"""The plugin's settings in the image: secrets from files, the rest from the environment of the containers."""

from os import environ
from pathlib import Path

_secrets = Path(environ.get('SECRETS_FOLDER', '/run/secrets'))
_keys = _secrets / 'proxbox_encryption_keys'

PLUGINS = ['netbox_proxbox']
PLUGINS_CONFIG = {
    'netbox_proxbox': {
        # One key a line. The first encrypts, all of them decrypt: put a new one on top to rotate.
        'encryption_keys': _keys.read_text().split() if _keys.exists() else [],
        # Where the browsers of people find Flower.
        'flower_url': environ.get('FLOWER_URL') or None,
    }
}
