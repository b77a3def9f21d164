"""Every secret that the database holds, wherever it is."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Model

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint

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
    for model in (ProxboxBackend, ProxmoxEndpoint):
        rows = model.objects.order_by('pk')
        fields = [field for field in model._meta.concrete_fields if isinstance(field, SecretField)]
        for row in rows.select_for_update() if lock else rows:
            for field in fields:
                if secret := field.value_from_object(row):
                    yield StoredSecret(row, field, secret)
