"""The rows of django-celery-beat that endpoints refer to, found or made, and refused in words."""

from datetime import timedelta
from zoneinfo import available_timezones

from celery.schedules import ParseException
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import CrontabSchedule, IntervalSchedule

from netbox_proxbox.configuration import LONGEST_INTERVAL, SHORTEST_INTERVAL, current_settings

__all__ = ('INTERVAL_PERIODS', 'crontab_row', 'default_interval', 'default_row', 'interval_row')

INTERVAL_PERIODS = tuple(choice for choice in IntervalSchedule.PERIOD_CHOICES if choice[0] != 'microseconds')
CRONTAB_FIELDS = ('minute', 'hour', 'day_of_week', 'day_of_month', 'month_of_year', 'timezone')


def default_interval() -> tuple[int, str] | None:
    """Return number and period of the schedule that new endpoints get, in the largest period that fits."""
    seconds: int | None = current_settings()['default_interval']
    if seconds is None:
        return None
    lengths = {period: int(timedelta(**{period: 1}).total_seconds()) for period, _ in INTERVAL_PERIODS}
    period = max((period for period in lengths if seconds % lengths[period] == 0), key=lengths.__getitem__)
    return seconds // lengths[period], period


def default_row() -> IntervalSchedule | None:
    """Return the schedule that new endpoints get when nothing is said, if there is one."""
    default = default_interval()
    return interval_row(*default) if default is not None else None


def interval_row(every: int, period: str) -> IntervalSchedule:
    """Return the row "every `every` `period`". Raises ValidationError outside of 5 seconds to 366 days."""
    try:
        seconds = timedelta(**{period: every}).total_seconds()
    except OverflowError:
        seconds = float('inf')
    if not SHORTEST_INTERVAL <= seconds <= LONGEST_INTERVAL:
        raise ValidationError({'every': _('An interval is between 5 seconds and 366 days.')})
    return IntervalSchedule.objects.filter(every=every, period=period).first() or IntervalSchedule.objects.create(
        every=every, period=period
    )


def crontab_row(**fields: str) -> CrontabSchedule:
    """Return the row with these fields. Raises ValidationError, by field, for what no clock can follow."""
    if (zone := fields.get('timezone', 'UTC')) not in available_timezones():
        raise ValidationError({'timezone': _('"%(zone)s" is no time zone, such as Europe/Berlin.') % {'zone': zone}})
    row = CrontabSchedule(**fields)
    row.clean_fields()
    try:
        row.schedule  # noqa: B018  (Celery checks the fields together when it builds its schedule)
    except (ParseException, ValueError) as error:
        raise ValidationError(str(error)) from None
    known = CrontabSchedule.objects.filter(**{name: getattr(row, name) for name in CRONTAB_FIELDS}).first()
    if known is None:
        row.save()
    return known or row
