"""How many runs are out at once. What finds no room waits in PostgreSQL, not in the worker."""

from datetime import datetime

from django.db import connection
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Now

from netbox_proxbox.choices import SyncStatusChoices, SyncTriggerChoices
from netbox_proxbox.configuration import current_settings
from netbox_proxbox.models import ProxboxBackend, SyncRun

__all__ = ('WAITS_FOR_REST', 'has_room', 'one_claim_at_a_time', 'take_waiting', 'waits_for_rest', 'with_runs_out')

# Runs of a schedule wait until their backend has rested, which ends by itself. A person is let through, for they may
# have mended it; and a pause has no end to wait for. `TAKE` and `waits_for_rest` say the same of what they look at.
WAITS_FOR_REST = Q(
    trigger=SyncTriggerChoices.SCHEDULE, endpoint__backend__is_paused=False, endpoint__backend__paused_until__gt=Now()
)
CLAIM_LOCK = 0x70_72_6F_78_62_6F_78  # "proxbox"
LOCK_TIMEOUT = '5s'
TAKE = """
    WITH out AS (
        SELECT endpoint.backend_id AS backend, count(*) AS number
        FROM netbox_proxbox_syncrun AS run JOIN netbox_proxbox_proxmoxendpoint AS endpoint ON endpoint.id = endpoint_id
        WHERE run.status = 'running' OR (run.status = 'queued' AND NOT run.is_waiting)
        GROUP BY endpoint.backend_id
    ), waiting AS (
        SELECT run.id, backend.max_concurrent AS most,
            COALESCE(out.number, 0) + row_number() OVER (PARTITION BY backend.id ORDER BY run.id) AS place
        FROM netbox_proxbox_syncrun AS run JOIN netbox_proxbox_proxmoxendpoint AS endpoint ON endpoint.id = endpoint_id
            JOIN netbox_proxbox_proxboxbackend AS backend ON backend.id = endpoint.backend_id
            LEFT JOIN out ON out.backend = backend.id
        WHERE run.status = 'queued' AND run.is_waiting AND (
            run.trigger = 'schedule' AND NOT backend.is_paused AND backend.paused_until > STATEMENT_TIMESTAMP()
        ) IS NOT TRUE
    ), chosen AS (
        SELECT id FROM waiting WHERE place <= most ORDER BY id
        LIMIT GREATEST(%(most)s - (SELECT COALESCE(sum(number), 0) FROM out), 0)
    )
    UPDATE netbox_proxbox_syncrun AS run
    SET is_waiting = FALSE, sends = run.sends + 1, last_step_at = STATEMENT_TIMESTAMP()
    FROM chosen
    WHERE run.id = chosen.id AND run.status = 'queued' AND run.is_waiting
    RETURNING run.*
"""


def one_claim_at_a_time() -> None:
    """Let other claims wait until this transaction ends, so that two of them cannot take the same room."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(%s)", [LOCK_TIMEOUT, CLAIM_LOCK]
        )


def with_runs_out(runs: QuerySet[SyncRun]) -> QuerySet[SyncRun]:
    """Have each run counted how many are out, over all and at its backend, in the statement that reads it."""
    out = SyncRun.objects.filter(status=SyncStatusChoices.RUNNING).order_by()
    at_this_backend = out.filter(endpoint__backend=OuterRef('endpoint__backend'))
    return runs.annotate(out_overall=_number_of(out), out_at_backend=_number_of(at_this_backend))


def has_room(run: SyncRun) -> bool:
    """Tell whether one more run may be out. The run comes from `with_runs_out`, with its backend."""
    out_overall, out_at_backend = run.out_overall, run.out_at_backend  # type: ignore[attr-defined]  # annotated
    fits_overall: bool = out_overall < current_settings()['max_in_flight']
    return fits_overall and out_at_backend < run.endpoint.backend.max_concurrent


def waits_for_rest(run: SyncRun, backend: ProxboxBackend, now: datetime) -> bool:
    """Tell whether a run is held until its backend has rested: `WAITS_FOR_REST`, of one that is loaded."""
    rests = backend.paused_until is not None and backend.paused_until > now and not backend.is_paused
    return rests and run.trigger == SyncTriggerChoices.SCHEDULE


def take_waiting() -> list[SyncRun]:
    """Take the oldest waiting runs for which there is room, at their backends and over all, to be sent.

    Runs of a schedule wait on while their backend rests, for that ends by itself. Is it paused until a person acts,
    they are taken, and fail in words. One statement, whether anything waits or not. What was sent and has not begun
    takes its room already. Two takers at once take different runs, but each counts without those of the other; then
    the claim of a run finds no room.
    """
    taken = SyncRun.objects.raw(TAKE, {'most': current_settings()['max_in_flight']})
    return sorted(taken, key=lambda run: run.pk)


def _number_of(runs: QuerySet[SyncRun]) -> Coalesce:
    return Coalesce(Subquery(runs.values('status').annotate(number=Count('pk')).values('number')), 0)
