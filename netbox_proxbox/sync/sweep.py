"""Finds runs that nobody works on any more, and gives each another start or an end."""

from datetime import datetime, timedelta

from django.db import transaction

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.models import SyncRun

from . import endings, run_locks
from .event_notes import give_up_owed
from .failures import RunLost
from .stages import RUNNING, STAGES, last_committed

__all__ = ('end_lost_runs', 'give_up_lost_events', 'runs_to_send_again')

MOST_SENDS = 3
GRACE = timedelta(seconds=30)
# Locked rows are in use: a worker claims the run at this moment.
SEND_AGAIN = """
    WITH vanished AS (
        SELECT id FROM netbox_proxbox_syncrun
        WHERE status = 'queued' AND NOT is_waiting AND last_step_at < %(as_of)s AND sends < %(most)s
        FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE netbox_proxbox_syncrun AS run
    SET sends = run.sends + 1, last_step_at = STATEMENT_TIMESTAMP()
    FROM vanished
    WHERE run.id = vanished.id
    RETURNING run.*
"""


def runs_to_send_again(as_of: datetime) -> list[SyncRun]:
    """Return queued runs whose message vanished or was not taken, to be sent once more: three sends are tried in all.

    `as_of` is PostgreSQL's time at which the sweep was put last in the queue of begins. Every message that was sent
    before has been taken by now, so whoever is still queued has lost its own, however long the queue was.
    """
    vanished = SyncRun.objects.raw(SEND_AGAIN, {'as_of': as_of, 'most': MOST_SENDS})
    return sorted(vanished, key=lambda run: run.pk)


def end_lost_runs(as_of: datetime, hard_limit: timedelta) -> int:
    """End runs of which nothing can come any more, and return how many. Locked rows are in use, so they are alive."""
    with transaction.atomic():
        active = SyncRun.objects.filter(status__in=SyncStatusChoices.ACTIVE, is_waiting=False)
        lost = [
            run.pk
            for run in active.select_for_update(skip_locked=True, no_key=True)
            if _last_sign(run) < as_of - hard_limit - GRACE and not _may_be_sent_again(run)
        ]
        for run_id in lost:
            _end(run_id)
    return len(lost)


def give_up_lost_events(as_of: datetime, hard_limit: timedelta) -> int:
    """Say so on runs whose process vanished between a commit and its events, and return how many those are."""
    return give_up_owed(as_of - hard_limit - GRACE)


def _last_sign(run: SyncRun) -> datetime:
    """Return when something was last heard of a run: the start of a stage that executes, or its last step.

    A message that another worker has taken but not begun waits for a process, for as long as a task may take.
    """
    notes = [run.stages.get(stage, {}) for stage in STAGES]
    starts = [datetime.fromisoformat(note['started_at']) for note in notes if note.get('state') == RUNNING]
    return max([run.last_step_at, *starts])


def _may_be_sent_again(run: SyncRun) -> bool:
    return run.status == SyncStatusChoices.QUEUED and run.sends < MOST_SENDS


def _end(run_id: int) -> None:
    run = run_locks.lock(run_id)
    if run is not None:
        endings.blame(run, RunLost(stage=last_committed(run)))
        endings.end(run, SyncStatusChoices.LOST)
