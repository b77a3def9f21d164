"""Finds runs that nobody works on any more, and gives each another start or an end."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.models import SyncRun

from .end import lose
from .events import give_up_pending
from .stage_notes import NOTHING_EXECUTES, RUNNING, executes

__all__ = ('claim_stalled', 'end_lost_runs', 'give_up_lost_events')

MOST_PUBLISHINGS = 3
GRACE = timedelta(seconds=30)
# What was published this long before the sweep was put behind it, or later, may still be on its way to the queue.
ON_ITS_WAY = timedelta(seconds=5)


@transaction.atomic
def claim_stalled(as_of: datetime) -> list[SyncRun]:
    """Return runs of which nothing executes though their messages were ahead of the sweep's, to be published again.

    `as_of` is PostgreSQL's time at which the sweep was put last in the queue. Every message that was published before
    has been taken by now, so a run without a stage that executes has lost its next one, however long the queue was.
    The stages that are over ignore their new messages, and the run goes on behind them. Three times in all.
    """
    silent = _running().filter(NOTHING_EXECUTES, last_step_at__lt=as_of - ON_ITS_WAY)
    vanished = list(silent.filter(publish_count__lt=MOST_PUBLISHINGS).select_related('endpoint__backend'))
    rows = SyncRun.objects.filter(pk__in=[run.pk for run in vanished])
    rows.update(publish_count=F('publish_count') + 1, last_step_at=Now())
    for run in vanished:
        run.publish_count += 1
    return vanished


@transaction.atomic
def end_lost_runs(as_of: datetime, hard_limit: timedelta) -> int:
    """End runs of which nothing can come any more, and return how many."""
    silent_since = as_of - hard_limit - GRACE
    lost = [
        run for run in _running().annotate(now=Now()) if _last_sign(run) < silent_since and not _is_published_again(run)
    ]
    for run in lost:
        lose(run)
    return len(lost)


def give_up_lost_events(as_of: datetime, hard_limit: timedelta) -> int:
    """Say so on runs whose process vanished between a commit and its events, and return how many those are."""
    return give_up_pending(as_of - hard_limit - GRACE)


def _running() -> QuerySet[SyncRun]:
    """Return running runs, locked, the oldest first. Locked rows are in use, so those runs are alive."""
    running = SyncRun.objects.filter(status=SyncStatusChoices.RUNNING)
    return running.select_for_update(skip_locked=True, no_key=True, of=('self',)).order_by('pk')


def _last_sign(run: SyncRun) -> datetime:
    """Return when something was last heard of a run: the start of a stage that executes, or its last step.

    A message that another worker has taken but not begun waits for a process, for as long as a task may take.
    """
    notes = (note for note in run.stages.values() if note.get('state') == RUNNING)
    return max([run.last_step_at, *(datetime.fromisoformat(note['started_at']) for note in notes)])


def _is_published_again(run: SyncRun) -> bool:
    """Tell whether a run of which nothing executes will be published again instead."""
    return not executes(run) and run.publish_count < MOST_PUBLISHINGS
