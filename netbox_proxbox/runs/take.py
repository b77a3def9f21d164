"""How queued runs become running ones: when there is room for them, and neither backend nor host backs off."""

from typing import Final

from django.db import connection

from netbox_proxbox.configuration import current_settings
from netbox_proxbox.database.transactions import in_transaction
from netbox_proxbox.models import SyncRun

from .loading import LIGHT, WITH_ENDPOINT
from .waiting import OF_BACK_OFF

__all__ = ('take',)

TAKE_LOCK: Final = 0x70_72_6F_78_62_6F_78  # "proxbox"
# The lock ends with the transaction, which must not stand still: all syncs wait for it.
LOCK: Final = """
    SELECT set_config('lock_timeout', %s, true), set_config('idle_in_transaction_session_timeout', %s, true),
        pg_advisory_xact_lock(%s)
"""
LOCK_TIMEOUT: Final = '5s'
LONGEST_STANDSTILL: Final = '30s'
# A host that is read directly has one run at a time. Hosts that failed last time fill an eighth of the room at most, so
# that many silent ones, each of which keeps a process waiting, do not hold up the others: by default that is two of
# four processes. Nor does one of them come before a person's run at the same host.
ASKED: Final = """
    backend.id, CASE WHEN backend.id IS NULL
        THEN LOWER(COALESCE(NULLIF(endpoint.domain, ''), HOST(endpoint.ip_address))) || ' ' || endpoint.port END
"""
IS_FAILING: Final = "(backend.id IS NULL AND endpoint.failures > 0 AND run.trigger = 'schedule')"
SHARE_OF_FAILING: Final = 8
# A preview and a sync of one endpoint come one after the other. Whoever is asked numbers its active runs, those that
# run first ("running" sorts behind "queued"). Who has locked a row deletes its endpoint: to wait for that would hold up
# all takers.
TAKE: Final = f"""
    WITH next_of_endpoint AS (
        SELECT DISTINCT ON (endpoint_id) * FROM netbox_proxbox_syncrun
        WHERE status IN ('queued', 'running') AND id NOT IN ({OF_BACK_OFF})
        ORDER BY endpoint_id, status DESC, id
    ), active AS (
        SELECT run.id, COALESCE(backend.max_concurrent, 1) AS most, {IS_FAILING} AS is_failing,
            run.status, ROW_NUMBER() OVER (PARTITION BY {ASKED} ORDER BY run.status DESC, {IS_FAILING}, run.id) AS place
        FROM next_of_endpoint AS run {WITH_ENDPOINT}
    ), fitting AS (
        SELECT id, is_failing,
            ROW_NUMBER() OVER (PARTITION BY is_failing ORDER BY status DESC, id) AS place_of_failing
        FROM active
        WHERE place <= most
    ), chosen AS (
        SELECT id FROM netbox_proxbox_syncrun
        WHERE status = 'queued' AND id IN (
            SELECT id FROM fitting
            WHERE NOT is_failing OR place_of_failing <= GREATEST(1, %(most)s / {SHARE_OF_FAILING})
        )
        ORDER BY id
        LIMIT GREATEST(0, %(most)s - (SELECT COUNT(*) FROM netbox_proxbox_syncrun WHERE status = 'running'))
        FOR NO KEY UPDATE SKIP LOCKED
    ), run AS (
        UPDATE netbox_proxbox_syncrun
        SET status = 'running', publish_count = 1, started_at = STATEMENT_TIMESTAMP(),
            last_step_at = STATEMENT_TIMESTAMP()
        WHERE id IN (SELECT id FROM chosen)
        RETURNING *
    )
    SELECT {LIGHT.columns} FROM run {WITH_ENDPOINT} ORDER BY run.id
"""  # noqa: S608  # nosec B608


def take() -> list[SyncRun]:
    """Make the oldest queued runs running for which there is room, and return them with their endpoints and backends.

    Whoever takes a run publishes it. Two takers at once wait for each other, so no limit is ever exceeded.
    """
    return in_transaction(_take)


def _take() -> list[SyncRun]:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [LOCK_TIMEOUT, LONGEST_STANDSTILL, TAKE_LOCK])
        cursor.execute(TAKE, {'most': current_settings()['max_in_flight']})
        return [LIGHT.run_of(row) for row in cursor.fetchall()]
