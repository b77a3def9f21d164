"""What the schedule asks of each backend, against what one proxbox-api can do."""

from collections import defaultdict
from datetime import timedelta
from math import ceil
from typing import Any

from celery.schedules import ParseException
from django.db.models import Count
from django.utils.translation import gettext as _
from django_celery_beat.models import CrontabSchedule

from netbox_proxbox.configuration import SHORTEST_INTERVAL
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.schedules.overdue import SYNCED_BY_ITSELF

from .findings import Finding, Level

__all__ = ('SUSTAINED', 'load', 'requests_per_minute')

# A sync of a known endpoint asks proxbox-api three times; checking the key costs it 0.3 s of computing each time.
REQUESTS_PER_SYNC = 3
SUSTAINED = 180
# Its own limit for one client address.
REFUSED_ABOVE = 300
MINUTE = timedelta(minutes=1)
MINUTES_A_DAY = 24 * 60

INTERVAL = ('sync_interval__every', 'sync_interval__period')
CRONTAB = ('sync_crontab__minute', 'sync_crontab__hour')


def load() -> list[Finding]:
    """Tell of each backend with a schedule whether it can do what is asked of it, and if not, by how much."""
    return [_finding(backend, rate) for backend, rate in sorted(requests_per_minute().items())]


def requests_per_minute() -> dict[str, float]:
    """Return what the schedules of the enabled endpoints ask of each enabled backend, by its name.

    A crontab counts as on a day that it names, evenly spread.
    """
    scheduled = ProxmoxEndpoint.objects.filter(SYNCED_BY_ITSELF, backend__isnull=False)
    groups = scheduled.order_by().values('backend__name', *INTERVAL, *CRONTAB).annotate(endpoints=Count('pk'))
    rates: dict[str, float] = defaultdict(float)
    for group in groups:
        rates[group['backend__name']] += group['endpoints'] * REQUESTS_PER_SYNC * _syncs_per_minute(group)
    return rates


def _syncs_per_minute(group: dict[str, Any]) -> float:
    every, period, minute, hour = (group[name] for name in (*INTERVAL, *CRONTAB))
    if every is not None:
        return MINUTE / max(timedelta(**{period: every}), timedelta(seconds=SHORTEST_INTERVAL))
    try:
        crontab = CrontabSchedule(minute=minute, hour=hour).schedule
    except (ParseException, ValueError):
        return 0.0
    return len(crontab.minute) * len(crontab.hour) / MINUTES_A_DAY


def _finding(backend: str, rate: float) -> Finding:
    subject = _('Load of {backend}').format(backend=backend)
    summary = _('The schedule asks for {rate} requests a minute; one proxbox-api answers about {sustained}.')
    summary = summary.format(rate=round(rate, 1), sustained=SUSTAINED)
    if rate <= SUSTAINED:
        return Finding(subject, Level.OK, summary)
    too_much = _('That is {percent} % too much.').format(percent=ceil((rate / SUSTAINED - 1) * 100))
    if rate > REFUSED_ABOVE:
        too_much += ' ' + _('It refuses more than {limit} from one address.').format(limit=REFUSED_ABOVE)
    cure = _('Make the intervals of its endpoints {factor} times as long, or move {share} % of them to another one.')
    cure = cure.format(factor=_rounded_up(rate / SUSTAINED), share=ceil((1 - SUSTAINED / rate) * 100))
    return Finding(subject, Level.ERROR if rate > REFUSED_ABOVE else Level.WARNING, f'{summary} {too_much}', cure)


def _rounded_up(factor: float) -> float:
    """Return a factor with one decimal place that is certain to be enough."""
    return ceil(factor * 10) / 10
