"""The signs of life of workers and beats: written by them, read by health, the metrics and the pages."""

from datetime import timedelta

from django.db.models import F, QuerySet
from django.db.models.functions import Now

from netbox_proxbox.choices import HeartbeatKindChoices
from netbox_proxbox.models import Heartbeat

__all__ = (
    'INTERVAL',
    'SILENT_AFTER',
    'TAKEN_OVER_AFTER',
    'beat_at_work',
    'forget_silent',
    'heard_lately',
    'introduce',
    'note',
    'remove',
    'with_silence',
)

INTERVAL = timedelta(seconds=15)
SILENT_AFTER = timedelta(seconds=60)
# A beat that stands by takes the place of one that has missed two heartbeats.
TAKEN_OVER_AFTER = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(days=1)


def introduce(kind: str, instance: str) -> None:
    """Note that a process has begun, in one statement with PostgreSQL's time."""
    _upsert(kind, instance, 'started_at', 'seen_at')


def note(kind: str, instance: str) -> None:
    """Note that a process is alive, in one statement with PostgreSQL's time."""
    _upsert(kind, instance, 'seen_at')


def remove(kind: str, instance: str) -> None:
    """Forget a process that ends as planned, so that nobody misses it."""
    Heartbeat.objects.filter(kind=kind, instance=instance).delete()


def forget_silent() -> int:
    """Delete processes that were not heard for a day, and return how many. The watch is missed for as long as it is."""
    silent = Heartbeat.objects.exclude(kind=HeartbeatKindChoices.WATCH).filter(seen_at__lt=Now() - FORGOTTEN_AFTER)
    return silent.delete()[0]


def with_silence(kind: str | None = None) -> QuerySet[Heartbeat]:
    """Return heartbeats with `silence`, the time since each was heard last."""
    chosen = Heartbeat.objects.filter(kind=kind) if kind else Heartbeat.objects.all()
    return chosen.annotate(silence=Now() - F('seen_at'))


def heard_lately() -> QuerySet[Heartbeat]:
    """Return the processes that are alive."""
    return Heartbeat.objects.filter(seen_at__gte=Now() - SILENT_AFTER)


def beat_at_work() -> str | None:
    """Return the beat whose turn it is: of those that are heard, the one that began first. None without any."""
    heard = Heartbeat.objects.filter(kind=HeartbeatKindChoices.BEAT, seen_at__gte=Now() - TAKEN_OVER_AFTER)
    return heard.order_by('started_at', 'pk').values_list('instance', flat=True).first()


def _upsert(kind: str, instance: str, *fields: str) -> None:
    Heartbeat.objects.bulk_create(
        [Heartbeat(kind=kind, instance=instance)],
        update_conflicts=True,
        unique_fields=['kind', 'instance'],
        update_fields=fields,
    )
