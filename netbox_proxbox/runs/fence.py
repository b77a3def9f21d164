"""What stages write on their run's row: one statement each, whose condition is the fence against late copies."""

import json
from typing import Any

from django.db import connection

from netbox_proxbox.models import SyncRun

from .loading import LIGHT, WITH_ENDPOINT

__all__ = ('end_stage', 'end_without_deletions', 'start_stage')

# While the run is running and the stage was not executed to its end: `stage_notes.is_over`, in SQL.
MAY_WRITE = """
    id = %(run)s AND status = 'running' AND COALESCE(stages #>> ARRAY[%(stage)s, 'state'], '') NOT IN ('done', 'failed')
"""
# Times are spelled as Python's isoformat() has them.
NOW = """to_char(STATEMENT_TIMESTAMP() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""
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
    SELECT {LIGHT.columns} FROM run {WITH_ENDPOINT}
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


def start_stage(run_id: int, stage: str, note: dict[str, Any]) -> SyncRun | None:
    """Note that a stage is being executed, and return its run with endpoint and backend; None when it may not write."""
    with connection.cursor() as cursor:
        cursor.execute(START, {'run': run_id, 'stage': stage, 'note': json.dumps(note)})
        row = cursor.fetchone()
    return None if row is None else LIGHT.run_of(row)


def end_stage(run_id: int, stage: str, note: dict[str, Any], reading: dict[str, Any] | None) -> bool:
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
