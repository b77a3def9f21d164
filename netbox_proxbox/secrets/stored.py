"""Every secret that the database holds, wherever it is."""

from collections.abc import Iterator
from typing import NamedTuple

from django.apps import apps
from django.db.models import Model

from .encryption import Secret
from .fields import SecretField

__all__ = ('StoredSecret', 'stored_secrets')


class StoredSecret(NamedTuple):
    """One secret, with its row and field."""

    row: Model
    field: SecretField
    secret: Secret

    def revealed(self) -> str:
        """Return the plain text. Raises a SecretError that names the row."""
        return self.secret.reveal(f'{self.field.verbose_name} of {self.row._meta.verbose_name} "{self.row}"')


def stored_secrets(*, lock: bool = False) -> Iterator[StoredSecret]:
    """Yield them; locked means that their rows are, until the transaction ends."""
    for model in apps.get_app_config('netbox_proxbox').get_models():
        fields = [field for field in model._meta.concrete_fields if isinstance(field, SecretField)]
        if not fields:
            continue
        rows = model._default_manager.order_by('pk')
        for row in rows.select_for_update() if lock else rows:
            for field in fields:
                if secret := field.value_from_object(row):
                    yield StoredSecret(row, field, secret)
