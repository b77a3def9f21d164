"""What beat has in its own table: the three entries that everything hangs on, and the schedules of endpoints."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from netbox_proxbox.models import ProxmoxEndpoint

__all__ = (
    'HOUSEKEEPING',
    'OURS',
    'SWEEP',
    'TICK',
    'ScheduleInUse',
    'can_be_enabled',
    'enable_entries',
    'entries',
    'schedules_in_use',
)

TICK = 'proxbox-tick'
SWEEP = 'proxbox-sweep'
HOUSEKEEPING = 'proxbox-housekeeping'
OURS = (TICK, SWEEP, HOUSEKEEPING)


@dataclass(frozen=True, slots=True)
class ScheduleInUse:
    """A row that endpoints refer to, how many do, and the filter of their list that finds them."""

    schedule: IntervalSchedule | CrontabSchedule
    endpoint_count: int
    query: str


def entries() -> QuerySet[PeriodicTask]:
    """Return all that beat sends, ours and others', with the schedules to show."""
    return PeriodicTask.objects.select_related('interval', 'crontab', 'solar', 'clocked').order_by('name')


def can_be_enabled(tasks: QuerySet[PeriodicTask]) -> bool:
    """Tell whether an entry that endpoints depend on is disabled: one that beat does not know yet is not."""
    return any(task.name in OURS and not task.enabled for task in tasks)


def enable_entries() -> int:
    """Enable ours again and return how many were disabled. Beat notices within seconds."""
    disabled = list(PeriodicTask.objects.filter(name__in=OURS, enabled=False))
    for task in disabled:
        task.enabled = True
        task.save()  # one by one: that is how beat hears of it
    return len(disabled)


def schedules_in_use(endpoints: QuerySet[ProxmoxEndpoint]) -> list[ScheduleInUse]:
    """Return the schedules of these endpoints."""
    return [*_used(IntervalSchedule, 'sync_interval', endpoints), *_used(CrontabSchedule, 'sync_crontab', endpoints)]


def _used(model: Any, field: str, endpoints: QuerySet[ProxmoxEndpoint]) -> Iterator[ScheduleInUse]:
    named = endpoints.exclude(**{field: None}).order_by()
    counts = dict(named.values_list(field).annotate(number=Count('pk')))
    for schedule in model.objects.filter(pk__in=counts):
        yield ScheduleInUse(schedule, counts[schedule.pk], f'{field}_id={schedule.pk}')
