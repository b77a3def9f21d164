"""What waits, where, and for how long."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Max, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.choices import SyncStatusChoices, SyncTriggerChoices
from netbox_proxbox.models import SyncRun
from netbox_proxbox.runs.stage_notes import NOT_BEGUN
from netbox_proxbox.runs.waiting import WAITS_FOR_BACK_OFF
from netbox_proxbox.templatetags.proxbox_humanize import duration_text

from .findings import Finding, Level
from .message_services import messages_waiting

__all__ = ('ages', 'queues')

# PostgreSQL knows these from the runs; the ages are those since a run was asked for, or made its last step.
QUEUED = Q(status=SyncStatusChoices.QUEUED)
# No more room would help these.
BACKING_OFF = QUEUED & WAITS_FOR_BACK_OFF
RUNNING = Q(status=SyncStatusChoices.RUNNING)
# Published, but no worker is at it yet.
WAITS_FOR_WORKER = RUNNING & NOT_BEGUN

HELD_BACK = Q(endpoint__backend=None, endpoint__failures__gt=0, trigger=SyncTriggerChoices.SCHEDULE)
SLOW = timedelta(minutes=1)
STUCK = timedelta(minutes=5)


def queues() -> list[Finding]:
    """Tell how many runs wait for room or are running, and the age of the oldest of each."""
    found = ages()
    return [_queued(found), _not_begun(found), _running(found)]


def ages() -> dict[str, Any]:
    """Return the number of runs that are queued, running and not begun, and the age of the oldest of each, or None.

    Those of the queued that the back-off of a backend or host holds are counted once more, and have no age; nor have
    those at hosts that failed last time, which wait on purpose.
    """
    return SyncRun.objects.filter(status__in=SyncStatusChoices.ACTIVE).aggregate(
        queued=Count('pk', filter=QUEUED),
        backing_off=Count('pk', filter=BACKING_OFF),
        not_begun=Count('pk', filter=WAITS_FOR_WORKER),
        running=Count('pk', filter=RUNNING),
        oldest_queued=Max(Now() - F('requested_at'), filter=QUEUED & ~BACKING_OFF & ~HELD_BACK),
        oldest_not_begun=Max(Now() - F('last_step_at'), filter=WAITS_FOR_WORKER),
        oldest_running=Max(Now() - F('last_step_at'), filter=RUNNING),
    )


def _queued(found: dict[str, Any]) -> Finding:
    count, age = found['queued'] - found['backing_off'], found['oldest_queued']
    words = ngettext('{count} run waits for room', '{count} runs wait for room', count)
    summary = _in_words(words, count, age) + _of_a_back_off(found['backing_off'])
    level = Level.WARNING if age and age > STUCK else Level.OK
    cure = _(
        'More syncs are asked for than the limits of concurrent runs allow: raise "Maximum concurrent runs" of the '
        'backend or the setting max_in_flight, or sync less often.'
    )
    return Finding(_('Queue'), level, summary, '' if level == Level.OK else cure)


def _not_begun(found: dict[str, Any]) -> Finding:
    count, age = found['not_begun'], found['oldest_not_begun']
    words = ngettext('{count} run waits for a worker', '{count} runs wait for a worker', count)
    summary = _in_words(words, count, age) + _messages()
    level = Level.OK if not age or age < SLOW else Level.WARNING if age < STUCK else Level.ERROR
    cure = _('Start a worker, or another one; a run whose message vanished is published again by itself.')
    return Finding(_('Messages'), level, summary, '' if level == Level.OK else cure)


def _running(found: dict[str, Any]) -> Finding:
    count, age = found['running'], found['oldest_running']
    words = ngettext('{count} run is running', '{count} runs are running', count)
    level = Level.WARNING if age and age > STUCK else Level.OK
    cure = _('A run that makes no step for some minutes is ended by the sweep: see that worker and beat are heard.')
    return Finding(_('Runs'), level, _in_words(words, count, age), '' if level == Level.OK else cure)


def _of_a_back_off(count: int) -> str:
    words = ngettext('{count} waits for the end of a back-off.', '{count} wait for the end of a back-off.', count)
    return ' ' + words.format(count=count) if count else ''


def _in_words(words: str, count: int, age: timedelta | None) -> str:
    text = words.format(count=count)
    return _('{text}, the oldest for {age}.').format(text=text, age=duration_text(age)) if age else f'{text}.'


def _messages() -> str:
    lengths = messages_waiting()
    if lengths is None:
        return ''
    count = sum(lengths.values())
    words = ngettext('{count} message is in the broker.', '{count} messages are in the broker.', count)
    return ' ' + words.format(count=count)
