"""What a stage notes on its run's row: one statement each, fenced by its own condition against late copies."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

from django.db import connection
from django.db.models import Field, Model

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, SyncRun

__all__ = ('end_without_deletions', 'note_end', 'note_start')

type AnyField = Field[Any, Any]

# All write only while the run is running and the stage was not executed to its end: `execution.may_write`, in SQL.
MAY_WRITE = """
    id = %(run)s AND status = 'running' AND COALESCE(stages #>> ARRAY[%(stage)s, 'state'], '') NOT IN ('done', 'failed')
"""
# Times are spelled as Python's isoformat() has them.
NOW = """to_char(STATEMENT_TIMESTAMP() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""
NEEDED_OF_A_RUN: Final = {'id', 'endpoint', 'trigger', 'user', 'request_id', 'publish_count'}
TABLES: Final[dict[str, type[Model]]] = {'run': SyncRun, 'endpoint': ProxmoxEndpoint, 'backend': ProxboxBackend}
FIELDS: Final[dict[str, Sequence[AnyField]]] = {
    'run': [field for field in SyncRun._meta.concrete_fields if field.name in NEEDED_OF_A_RUN],
    'endpoint': ProxmoxEndpoint._meta.concrete_fields,
    'backend': ProxboxBackend._meta.concrete_fields,
}
COLUMNS = ', '.join(f'"{table}"."{field.column}"' for table, fields in FIELDS.items() for field in fields)
START = f"""
    WITH run AS (
        UPDATE netbox_proxbox_syncrun
        SET stages = stages || jsonb_build_object(
            %(stage)s::text,
            COALESCE(stages -> %(stage)s, '{{}}') || %(note)s::jsonb || jsonb_build_object('started_at', {NOW})
        )
        WHERE {MAY_WRITE}
        RETURNING *
    )
    SELECT {COLUMNS} FROM run
        JOIN netbox_proxbox_proxmoxendpoint AS endpoint ON endpoint.id = run.endpoint_id
        JOIN netbox_proxbox_proxboxbackend AS backend ON backend.id = endpoint.backend_id
"""  # noqa: S608  # nosec B608
END = f"""
    UPDATE netbox_proxbox_syncrun
    SET stages = stages || jsonb_build_object(
            %(stage)s::text,
            COALESCE(stages -> %(stage)s, '{{}}') || %(note)s::jsonb || jsonb_build_object('ended_at', {NOW})
        ),
        readings = readings || %(reading)s::jsonb,
        last_step_at = STATEMENT_TIMESTAMP()
    WHERE {MAY_WRITE}
"""  # noqa: S608  # nosec B608

END_WITHOUT_DELETIONS = f"""
    UPDATE netbox_proxbox_syncrun
    SET status = CASE WHEN events = 'lost' THEN 'degraded' ELSE 'succeeded' END,
        result = readings #> '{{reconcile,result}}',
        readings = '{{}}',
        stages = stages || jsonb_build_object(
            %(stage)s::text,
            jsonb_build_object('state', 'done', 'task_id', %(task)s::text, 'started_at', {NOW}, 'ended_at', {NOW})
        ),
        ended_at = STATEMENT_TIMESTAMP(),
        last_step_at = STATEMENT_TIMESTAMP()
    WHERE {MAY_WRITE} AND readings #> '{{reconcile,result}}' IS NOT NULL
    RETURNING EXISTS (SELECT FROM netbox_proxbox_syncrun WHERE status = 'queued')
"""  # noqa: S608  # nosec B608


def note_start(run_id: int, stage: str, note: dict[str, Any]) -> SyncRun | None:
    """Note that a stage is being executed, and return its run with endpoint and backend; None when it may not write."""
    with connection.cursor() as cursor:
        cursor.execute(START, {'run': run_id, 'stage': stage, 'note': json.dumps(note)})
        row = cursor.fetchone()
    return None if row is None else _run_of(row)


def note_end(run_id: int, stage: str, note: dict[str, Any], reading: dict[str, Any] | None) -> bool:
    """Note that a stage is over, and keep what it read. False when it may not write any more."""
    kept = {} if reading is None else {stage: reading}
    with connection.cursor() as cursor:
        cursor.execute(END, {'run': run_id, 'stage': stage, 'note': json.dumps(note), 'reading': json.dumps(kept)})
        return bool(cursor.rowcount)


def end_without_deletions(run_id: int, stage: str, task_id: str) -> bool | None:
    """End a run of which nothing is left to do; tell whether others are queued. None for any other run."""
    with connection.cursor() as cursor:
        cursor.execute(END_WITHOUT_DELETIONS, {'run': run_id, 'stage': stage, 'task': task_id})
        row = cursor.fetchone()
    return None if row is None else bool(row[0])


def _run_of(row: Sequence[Any]) -> SyncRun:
    values = iter(row)
    run, endpoint, backend = (_instance(model, FIELDS[name], values) for name, model in TABLES.items())
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
