"""`proxbox-generate-key`: makes an encryption key for the plugin's settings.

It is here, for the plugin's own package cannot be imported before NetBox is configured.
"""

import sys

from cryptography.fernet import Fernet

__all__ = ('main',)


def main() -> None:
    """Print a new key."""
    sys.stdout.write(f'{Fernet.generate_key().decode()}\n')
