"""What a stage notes on its run's row: one statement each, fenced by its own condition against late copies."""

import json
from typing import Any

from django.db import connection

from netbox_proxbox.models import SyncRun

__all__ = ('note_end', 'note_start')

# Both write only while the run is active and the stage was not executed to its end: `execution.may_write`, in SQL.
# Times are spelled as Python's isoformat() has them.
START = """
    UPDATE netbox_proxbox_syncrun
    SET stages = stages || jsonb_build_object(
            %(stage)s::text, COALESCE(stages -> %(stage)s, '{}') || jsonb_build_object(
                'state', 'running',
                'started_at', to_char(STATEMENT_TIMESTAMP() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
            )
        )
    WHERE id = %(run)s AND status = 'running'
        AND COALESCE(stages #>> ARRAY[%(stage)s, 'state'], '') NOT IN ('done', 'failed')
    RETURNING id, endpoint_id, user_id, trigger, request_id
"""
END = """
    UPDATE netbox_proxbox_syncrun
    SET stages = stages || jsonb_build_object(
            %(stage)s::text, COALESCE(stages -> %(stage)s, '{}') || %(note)s::jsonb || jsonb_build_object(
                'ended_at', to_char(STATEMENT_TIMESTAMP() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
            )
        ),
        readings = readings || %(reading)s::jsonb,
        last_step_at = STATEMENT_TIMESTAMP()
    WHERE id = %(run)s AND status = 'running'
        AND COALESCE(stages #>> ARRAY[%(stage)s, 'state'], '') NOT IN ('done', 'failed')
"""


def note_start(run_id: int, stage: str) -> SyncRun | None:
    """Note that a stage is being executed, and return what of its run a stage needs; None when it may not write."""
    return next(iter(SyncRun.objects.raw(START, {'run': run_id, 'stage': stage})), None)


def note_end(run_id: int, stage: str, note: dict[str, Any], reading: dict[str, Any] | None) -> bool:
    """Note that a stage is over, and keep what it read. False when it may not write any more."""
    kept = {} if reading is None else {stage: reading}
    with connection.cursor() as cursor:
        cursor.execute(END, {'run': run_id, 'stage': stage, 'note': json.dumps(note), 'reading': json.dumps(kept)})
        return bool(cursor.rowcount)
