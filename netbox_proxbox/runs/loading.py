"""A run with its endpoint and backend, if it has one, from the row of a statement that is not Django's."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

from django.db import connection
from django.db.models import Field, Model

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, SyncRun

__all__ = ('LIGHT', 'WHOLE', 'WITH_ENDPOINT', 'Loader')

type AnyField = Field[Any, Any]

# To follow `FROM ... AS run`.
WITH_ENDPOINT: Final = """
    JOIN netbox_proxbox_proxmoxendpoint AS endpoint ON endpoint.id = run.endpoint_id
    LEFT JOIN netbox_proxbox_proxboxbackend AS backend ON backend.id = endpoint.backend_id
"""


class Loader:
    """Selects `columns` of run, endpoint and backend, and makes a run of a row that begins with them.

    A field of the run that is left out is loaded when it is asked for.
    """

    def __init__(self, *left_out: str) -> None:
        of_run = [field for field in SyncRun._meta.concrete_fields if field.name not in left_out]
        self._fields: dict[str, tuple[type[Model], Sequence[AnyField]]] = {
            'run': (SyncRun, of_run),
            'endpoint': (ProxmoxEndpoint, ProxmoxEndpoint._meta.concrete_fields),
            'backend': (ProxboxBackend, ProxboxBackend._meta.concrete_fields),
        }
        names = (f'"{table}"."{field.column}"' for table, (_, fields) in self._fields.items() for field in fields)
        self.columns = ', '.join(names)

    def run_of(self, row: Sequence[Any]) -> SyncRun:
        """Return the run of a row."""
        values = iter(row)
        run, endpoint, backend = (_instance(model, fields, values) for model, fields in self._fields.values())
        endpoint.backend = None if backend.pk is None else backend
        run.endpoint = endpoint
        return cast(SyncRun, run)


WHOLE: Final = Loader()
# Without what nobody needs who starts or executes a run, and may be large.
LIGHT: Final = Loader('readings', 'changes', 'warnings', 'result', 'plan')


def _instance(model: type[Model], fields: Sequence[AnyField], values: Iterator[Any]) -> Any:
    """Build an instance as a queryset would, from the next values of a row."""
    columns = [field.attname for field in fields]
    return model.from_db(connection.alias, columns, [_from_database(field, next(values)) for field in fields])


def _from_database(field: AnyField, value: Any) -> Any:
    convert = getattr(field, 'from_db_value', None)
    return value if convert is None else convert(value, None, connection)
