"""`netbox proxbox_secrets`: make a key, put every secret under the newest key, or see which can be read."""

from argparse import ArgumentParser
from typing import Any

from cryptography.fernet import Fernet
from django.core.management.base import CommandError
from django.db import transaction

from netbox_proxbox.errors import SecretError
from netbox_proxbox.management.database_command import DatabaseCommand
from netbox_proxbox.secrets.encryption import Secret
from netbox_proxbox.secrets.stored import StoredSecret, stored_secrets


class Command(DatabaseCommand):
    """Look after the encryption of API keys, passwords and tokens. Never prints one."""

    help = 'Make an encryption key, rotate to the first key, or check that all secrets can be read.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parser.add_argument('action', choices=['generate-key', 'rotate', 'check'])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what came of it."""
        if options['action'] == 'generate-key':
            self.stdout.write(Fernet.generate_key().decode())
        elif options['action'] == 'rotate':
            self.stdout.write(f'Secrets under the first of the encryption keys now: {_rotate()}.')
        else:
            self.stdout.write(f'Secrets that can be read: {_check()}. All of them can.')


def _rotate() -> int:
    """Encrypt every secret with the first key, all or none. Raises CommandError when one cannot be read."""
    count = 0
    with transaction.atomic():
        for stored in stored_secrets(lock=True):
            plain = Secret(plain=_revealed(stored))
            type(stored.row)._default_manager.filter(pk=stored.row.pk).update(**{stored.field.attname: plain})
            count += 1
    return count


def _check() -> int:
    return sum(1 for stored in stored_secrets() if _revealed(stored))


def _revealed(stored: StoredSecret) -> str:
    try:
        return stored.revealed()
    except SecretError as error:
        raise CommandError(str(error)) from None
