"""The look at what cannot speak for itself: a worker or a beat that is silent, and endpoints that are overdue for it.

NetBox's own background worker takes it, every few minutes (`jobs.py`), and sends what it has to tell.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from netbox_proxbox.choices import HeartbeatKindChoices
from netbox_proxbox.database.transactions import in_transaction
from netbox_proxbox.events import names
from netbox_proxbox.events.outbox import ENDED_BY, event_about, goes_on, put
from netbox_proxbox.events.sender import send_unsent
from netbox_proxbox.models import Heartbeat, OutboxEvent
from netbox_proxbox.schedules.overdue import overdue_endpoints

from . import heartbeats
from .overdue_events import overdue_events

__all__ = ('look',)

ENDPOINTS: Final = 'endpoints'
PROCESSES: Final[Mapping[str, str]] = {
    HeartbeatKindChoices.WORKER: names.WORKER_SILENT,
    HeartbeatKindChoices.BEAT: names.BEAT_SILENT,
}
WORDS: Final = {
    names.WORKER_SILENT: _('No worker is heard, so no sync is carried out.'),
    names.WORKER_HEARD: _('A worker is heard again.'),
    names.BEAT_SILENT: _('No beat is heard, so nothing runs by itself.'),
    names.BEAT_HEARD: _('A beat is heard again.'),
}


def look() -> int:
    """Tell once of what went silent or is heard again, then of endpoints; return how many events were sent."""
    in_transaction(_look)
    return send_unsent()


def _look() -> None:
    watches = {instance: _noted(instance) for instance in (*PROCESSES, ENDPOINTS)}
    are_silent = [kind for kind in PROCESSES if _is_silent(kind)]
    put([event for kind in PROCESSES if (event := _event_of(kind, watches[kind], is_silent=kind in are_silent))])
    if not are_silent:
        put(overdue_events(watches[ENDPOINTS]))


def _noted(instance: str) -> Heartbeat:
    """Note that this is looked at, which has looks at once take one after the other, and return what events name."""
    heartbeats.note(HeartbeatKindChoices.WATCH, instance)
    return Heartbeat.objects.get(kind=HeartbeatKindChoices.WATCH, instance=instance)


def _is_silent(kind: str) -> bool:
    """Tell whether a process vanished, or one that was stopped is missed: an endpoint was not read in time."""
    if heartbeats.heard_lately().filter(kind=kind).exists():
        return False
    return Heartbeat.objects.filter(kind=kind).exists() or overdue_endpoints().exists()


def _event_of(kind: str, watch: Heartbeat, *, is_silent: bool) -> OutboxEvent | None:
    silent, heard = PROCESSES[kind], ENDED_BY[PROCESSES[kind]]
    was_told = goes_on(watch, silent)
    if is_silent and not was_told:
        return event_about(watch, silent, str(WORDS[silent]), since=_last_heard(kind))
    if was_told and heartbeats.heard_lately().filter(kind=kind).exists():
        return event_about(watch, heard, str(WORDS[heard]))
    return None


def _last_heard(kind: str) -> datetime | None:
    last: datetime | None = Heartbeat.objects.filter(kind=kind).aggregate(last=Max('seen_at'))['last']
    return last
