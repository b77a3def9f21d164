"""What makes a function a stage that writes rows: one transaction on its locked run, told to NetBox's change log."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial, wraps
from typing import Any

from django.utils.functional import SimpleLazyObject

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.database.transactions import in_transaction
from netbox_proxbox.models import SyncRun
from netbox_proxbox.runs.events import COMMIT_UNANSWERED, note_dispatched
from netbox_proxbox.runs.locks import lock_with_endpoint, now_of
from netbox_proxbox.runs.stage_notes import DONE, is_over, note_stage
from netbox_proxbox.tracking.changelog import service_user, tracked

from .execution import Execute, Work, stage

__all__ = ('complete', 'writing_stage')


def writing_stage(name: str) -> Callable[[Work], Execute]:
    """Have a stage's work done in one transaction. Its run comes with its row and that of its endpoint locked."""

    def decorate(work: Work) -> Execute:
        @wraps(work)
        def write(run: SyncRun) -> bool:
            return _in_tracked_transaction(run, name, work)

        return stage(name)(write)

    return decorate


def complete(run: SyncRun, name: str, **note: Any) -> None:
    """Note that a stage of a locked run is over. The caller saves."""
    run.last_step_at = now_of(run)
    note_stage(run, name, state=DONE, ended_at=run.last_step_at.isoformat(), **note)


def _in_tracked_transaction(started: SyncRun, name: str, work: Work) -> bool:
    """Do the work, logged under the run's id. The order of locks: run, endpoint, its rows.

    Who is logged is looked up when there is something to log, and anew by each attempt: the service user may have been
    created by one that was rolled back.
    """
    has_changed = is_unanswered = False

    def as_user() -> AbstractContextManager[None]:
        user = SimpleLazyObject(lambda: started.user or service_user())
        return tracked(started.request_id, user, partial(note_dispatched, started.pk))

    def locked_work() -> bool:
        nonlocal has_changed, is_unanswered
        run = lock_with_endpoint(started.pk)
        if run is None or run.status != SyncStatusChoices.RUNNING or is_over(run, name):
            is_unanswered = has_changed
            return False
        changes_before = len(run.changes)
        has_written = work(run)
        has_changed = len(run.changes) > changes_before
        return has_written

    could_write = in_transaction(locked_work, around=as_user)
    if is_unanswered:
        note_dispatched(started.pk, [COMMIT_UNANSWERED])
    return could_write
