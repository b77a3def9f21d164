"""Runs: what is active, and what became of those that ended lately."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.db.models import Count, Q
from django.db.models.functions import Now
from prometheus_client.core import Metric

from netbox_proxbox.choices import SyncEventsChoices, SyncStatusChoices
from netbox_proxbox.health.waiting import ages
from netbox_proxbox.models import SyncRun

from .families import gauge, gauge_by

__all__ = ('LATELY', 'collect')

LATELY = timedelta(hours=1)
STATES = ('queued', 'not_begun', 'running')
ENDS = [status for status, *_ in SyncStatusChoices.CHOICES if status not in SyncStatusChoices.ACTIVE]


def collect() -> Iterator[Metric]:
    """Yield active runs and their age, syncs that ended within the last hour, and how many are stored."""
    active = ages()
    oldest = [(state, _seconds(active[f'oldest_{state}'])) for state in STATES]
    yield gauge_by('state', 'runs_active', 'Runs without an end.', [(state, active[state]) for state in STATES])
    yield gauge_by('state', 'run_oldest_age_seconds', 'For how long the oldest of them waits or makes no step.', oldest)
    ended = SyncRun.objects.filter(ended_at__gte=Now() - LATELY, is_preview=False).order_by().values_list('status')
    unheard = Count('pk', filter=Q(events=SyncEventsChoices.LOST))
    counts = {status: (count, lost) for status, count, lost in ended.annotate(count=Count('pk'), lost=unheard)}
    ends = [(status, counts.get(status, (0, 0))[0]) for status in ENDS]
    yield gauge_by('status', 'runs_ended_last_hour', 'Runs that ended within the last hour.', ends)
    lost_events = sum(lost for _, lost in counts.values())
    yield gauge(
        'runs_events_lost_last_hour', 'Runs of the last hour of which not every event rule was told.', lost_events
    )
    yield gauge('runs_stored', 'Rows that retention has left, as PostgreSQL estimates them.', _estimated_rows())


def _estimated_rows() -> float:
    """Return how many runs there are, about: to count them would take longer than all the rest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'netbox_proxbox_syncrun'::regclass")
        (estimate,) = cursor.fetchone()
    return max(0.0, estimate)


def _seconds(age: timedelta | None) -> float:
    return age.total_seconds() if age else 0.0
