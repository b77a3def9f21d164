"""What waits, where, and for how long."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Max, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.figures import duration_text
from netbox_proxbox.findings import Finding, Level
from netbox_proxbox.models import SyncRun
from netbox_proxbox.sync.capacity import WAITS_FOR_REST

from .message_services import messages_waiting

__all__ = ('ages', 'queues')

# PostgreSQL knows these from the runs; the ages are those since a run was sent, asked for, or made its last step.
QUEUED = Q(status=SyncStatusChoices.QUEUED, is_waiting=False)
WAITING = Q(status=SyncStatusChoices.QUEUED, is_waiting=True)
RUNNING = Q(status=SyncStatusChoices.RUNNING)
# No more room would help these.
RESTING = WAITING & WAITS_FOR_REST

SLOW = timedelta(minutes=1)
STUCK = timedelta(minutes=5)


def queues() -> list[Finding]:
    """Tell how many runs wait to begin, wait for room or are under way, and the age of the oldest of each."""
    found = ages()
    return [_begins(found), _stages(found), _waiting(found)]


def ages() -> dict[str, Any]:
    """Return the number of runs that are queued, waiting and running, and the age of the oldest of each, or None.

    Those of the waiting that a resting backend holds are counted once more as resting, and have no age.
    """
    return SyncRun.objects.filter(status__in=SyncStatusChoices.ACTIVE).aggregate(
        queued=Count('pk', filter=QUEUED),
        waiting=Count('pk', filter=WAITING),
        resting=Count('pk', filter=RESTING),
        running=Count('pk', filter=RUNNING),
        oldest_queued=Max(Now() - F('last_step_at'), filter=QUEUED),
        oldest_waiting=Max(Now() - F('requested_at'), filter=WAITING & ~RESTING),
        oldest_running=Max(Now() - F('last_step_at'), filter=RUNNING),
    )


def _begins(found: dict[str, Any]) -> Finding:
    count, age = found['queued'], found['oldest_queued']
    words = ngettext('{count} run waits to begin', '{count} runs wait to begin', count)
    summary = _in_words(words, count, age) + _messages('begin')
    level = Level.OK if not age or age < SLOW else Level.WARNING if age < STUCK else Level.ERROR
    cure = _('Start a worker, or another one; a run whose message vanished is sent again by itself.')
    return Finding(_('Queue of new runs'), level, summary, '' if level == Level.OK else cure)


def _stages(found: dict[str, Any]) -> Finding:
    count, age = found['running'], found['oldest_running']
    words = ngettext('{count} run is under way', '{count} runs are under way', count)
    summary = _in_words(words, count, age) + _messages('stages')
    level = Level.WARNING if age and age > STUCK else Level.OK
    cure = _('A run that makes no step for some minutes is ended by the sweep: see that worker and beat are heard.')
    return Finding(_('Queue of stages'), level, summary, '' if level == Level.OK else cure)


def _waiting(found: dict[str, Any]) -> Finding:
    count, age = found['waiting'] - found['resting'], found['oldest_waiting']
    words = ngettext('{count} run waits for room', '{count} runs wait for room', count)
    summary = _in_words(words, count, age) + _rests(found['resting'])
    level = Level.WARNING if age and age > STUCK else Level.OK
    cure = _(
        'More is asked for than may be out at once: see "Runs at once" of the backend and the setting '
        'max_in_flight, or sync less often.'
    )
    return Finding(_('Capacity'), level, summary, '' if level == Level.OK else cure)


def _rests(count: int) -> str:
    words = ngettext('{count} waits for a backend that rests.', '{count} wait for a backend that rests.', count)
    return ' ' + words.format(count=count) if count else ''


def _in_words(words: str, count: int, age: timedelta | None) -> str:
    text = words.format(count=count)
    return _('{text}, the oldest for {age}.').format(text=text, age=duration_text(age)) if age else f'{text}.'


def _messages(queue: str) -> str:
    lengths = messages_waiting()
    if lengths is None:
        return ''
    count = lengths[queue]
    words = ngettext('{count} message is in the broker.', '{count} messages are in the broker.', count)
    return ' ' + words.format(count=count)
