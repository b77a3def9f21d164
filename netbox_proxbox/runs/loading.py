"""A run with its endpoint and backend, from the row of a statement that has written it."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

from django.db import connection
from django.db.models import Field, Model

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, SyncRun

__all__ = ('COLUMNS', 'WITH_ENDPOINT', 'run_of')

type AnyField = Field[Any, Any]

# What nobody needs who starts or executes a run, and may be large.
LEFT_OUT: Final = {'readings', 'changes', 'warnings', 'result'}
FIELDS: Final[dict[str, tuple[type[Model], Sequence[AnyField]]]] = {
    'run': (SyncRun, [field for field in SyncRun._meta.concrete_fields if field.name not in LEFT_OUT]),
    'endpoint': (ProxmoxEndpoint, ProxmoxEndpoint._meta.concrete_fields),
    'backend': (ProxboxBackend, ProxboxBackend._meta.concrete_fields),
}
COLUMNS: Final = ', '.join(f'"{table}"."{field.column}"' for table, (_, fields) in FIELDS.items() for field in fields)
# To follow `FROM run`.
WITH_ENDPOINT: Final = """
    JOIN netbox_proxbox_proxmoxendpoint AS endpoint ON endpoint.id = run.endpoint_id
    JOIN netbox_proxbox_proxboxbackend AS backend ON backend.id = endpoint.backend_id
"""


def run_of(row: Sequence[Any]) -> SyncRun:
    """Return the run of a row that holds COLUMNS. A field that is left out is loaded when it is asked for."""
    values = iter(row)
    run, endpoint, backend = (_instance(model, fields, values) for model, fields in FIELDS.values())
    endpoint.backend = backend
    run.endpoint = endpoint
    return cast(SyncRun, run)


def _instance(model: type[Model], fields: Sequence[AnyField], values: Iterator[Any]) -> Any:
    """Build an instance as a queryset would, from the next values of a row."""
    columns = [field.attname for field in fields]
    return model.from_db(connection.alias, columns, [_from_database(field, next(values)) for field in fields])


def _from_database(field: AnyField, value: Any) -> Any:
    convert = getattr(field, 'from_db_value', None)
    return value if convert is None else convert(value, None, connection)
