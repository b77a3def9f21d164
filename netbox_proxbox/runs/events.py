"""What a run says of its events: they are pending from its commit on, until everybody is told or somebody was not."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from netbox_proxbox.choices import SyncEventsChoices, SyncStatusChoices
from netbox_proxbox.database.transactions import in_transaction
from netbox_proxbox.errors import EventsLost
from netbox_proxbox.models import SyncRun
from netbox_proxbox.tracking.events import EVERY_RULE, Lost

from . import locks as run_locks
from .end import set_error

__all__ = ('COMMIT_UNANSWERED', 'expect_events', 'give_up_pending', 'note_dispatched')

logger = logging.getLogger(__name__)

# The rows of an attempt are found written by the next one, and its events went with its connection.
COMMIT_UNANSWERED: Final = Lost(EVERY_RULE, 'the connection to PostgreSQL broke while they were saved')
MISSED: Final = 'NetBox could not tell {who} of changes of this run: {why}.'
CUT_OFF: Final = Lost(
    EVERY_RULE,
    'the process that synced was killed, or its host went down, after it had saved them and before all were told',
)


def expect_events(run: SyncRun) -> None:
    """Note that event rules have to be told of what is about to be committed. The caller saves."""
    run.events = run.events or SyncEventsChoices.PENDING


def note_dispatched(run_id: int, lost: Sequence[Lost]) -> None:
    """Note that the events of a commit were told, except to some: that degrades a run, also one that has ended."""
    in_transaction(lambda: _note(run_id, lost))
    for each in lost:
        logger.warning('Run %s: %s missed changes (%s)', run_id, each.who, each.why)


def give_up_pending(silent_since: datetime) -> int:
    """Take the events of runs that were not heard of since then for lost, and return how many runs that are."""
    pending = SyncRun.objects.filter(events=SyncEventsChoices.PENDING, last_step_at__lt=silent_since)
    run_ids = list(pending.order_by('pk').values_list('pk', flat=True))
    for run_id in run_ids:
        note_dispatched(run_id, [CUT_OFF])
    return len(run_ids)


def _note(run_id: int, lost: Sequence[Lost]) -> None:
    run = run_locks.lock(run_id)
    if run is None:
        return
    if lost:
        _degrade(run, lost)
    elif run.events == SyncEventsChoices.PENDING:
        run.events = ''
        run_locks.write(run, 'events')


def _degrade(run: SyncRun, lost: Sequence[Lost]) -> None:
    run.events = SyncEventsChoices.LOST
    run.warnings = [*run.warnings, *(MISSED.format(who=each.who, why=each.why) for each in lost)]
    was_held = run.status == SyncStatusChoices.HELD
    if was_held:
        run.warnings = [*run.warnings, run.cause]
    if was_held or run.status == SyncStatusChoices.SUCCEEDED:
        run.status = SyncStatusChoices.DEGRADED
    if was_held or not run.error_code:
        set_error(run, EventsLost(missed=', '.join(each.who for each in lost)))
    run_locks.write(run, 'events', 'warnings', 'status', 'error_code', 'cause', 'cure')
