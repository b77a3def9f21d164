"""`netbox proxbox_secrets`: make a key, put every secret under the newest key, or see which can be read."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from cryptography.fernet import Fernet
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Model

from netbox_proxbox.encryption import Secret
from netbox_proxbox.fields import SecretField
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.proxmox.errors import SecretError


class Command(BaseCommand):
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
        for row, field, secret in _secrets(lock=True):
            plain = Secret(plain=_revealed(row, field, secret))
            type(row)._default_manager.filter(pk=row.pk).update(**{field.attname: plain})
            count += 1
    return count


def _check() -> int:
    return sum(1 for row, field, secret in _secrets() if _revealed(row, field, secret))


def _secrets(*, lock: bool = False) -> Iterator[tuple[Model, SecretField, Secret]]:
    for model in (ProxboxBackend, ProxmoxEndpoint):
        rows = model.objects.order_by('pk')
        fields = [field for field in model._meta.concrete_fields if isinstance(field, SecretField)]
        for row in rows.select_for_update() if lock else rows:
            for field in fields:
                if secret := field.value_from_object(row):
                    yield row, field, secret


def _revealed(row: Model, field: SecretField, secret: Secret) -> str:
    try:
        return secret.reveal(f'{field.verbose_name} of {row._meta.verbose_name} "{row}"')
    except SecretError as error:
        raise CommandError(str(error)) from None
