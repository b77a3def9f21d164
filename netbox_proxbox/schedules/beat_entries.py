"""What beat has in its own table: the two entries that everything hangs on, and the schedules of endpoints."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from netbox_proxbox.health.findings import Finding, Level
from netbox_proxbox.models import ProxmoxEndpoint

__all__ = (
    'SWEEP',
    'TICK',
    'ScheduleInUse',
    'can_be_enabled',
    'enable_entries',
    'entries',
    'findings_of',
    'schedules_in_use',
)

TICK = 'proxbox-tick'
SWEEP = 'proxbox-sweep'


@dataclass(frozen=True, slots=True)
class ScheduleInUse:
    """A row that endpoints refer to, how many do, and the filter of their list that finds them."""

    schedule: IntervalSchedule | CrontabSchedule
    endpoint_count: int
    query: str


def entries() -> QuerySet[PeriodicTask]:
    """Return all that beat sends, ours and others', with the schedules to show."""
    return PeriodicTask.objects.select_related('interval', 'crontab', 'solar', 'clocked').order_by('name')


def findings_of(tasks: QuerySet[PeriodicTask]) -> list[Finding]:
    """Return what is wrong with the entries that endpoints depend on; nothing, when all is well."""
    is_enabled = {task.name: task.enabled for task in tasks}
    effects = {
        TICK: _('No endpoint is synced by itself.'),
        SWEEP: _('Runs that get lost are not ended, and vanished messages are not sent again.'),
    }
    return [found for name, effect in effects.items() if (found := _finding(name, is_enabled.get(name), effect))]


def _finding(name: str, is_enabled: bool | None, effect: str) -> Finding | None:
    if is_enabled is None:
        cure = _('Start beat: it adds its entries when it starts.')
        return Finding(name, Level.WARNING, f'{_("Beat does not know this entry yet.")} {effect}', cure)
    if not is_enabled:
        return Finding(name, Level.ERROR, f'{_("The entry is disabled.")} {effect}', _('Enable it.'))
    return None


def can_be_enabled(tasks: QuerySet[PeriodicTask]) -> bool:
    """Tell whether an entry that endpoints depend on is disabled: one that beat does not know yet is not."""
    return any(task.name in (TICK, SWEEP) and not task.enabled for task in tasks)


def enable_entries() -> int:
    """Enable ours again and return how many were disabled. Beat notices within seconds."""
    disabled = list(PeriodicTask.objects.filter(name__in=(TICK, SWEEP), enabled=False))
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
