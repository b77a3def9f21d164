"""The rows of django-celery-beat that endpoints refer to, found or made, and refused in words."""

from datetime import timedelta
from zoneinfo import available_timezones

from celery.schedules import ParseException
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import CrontabSchedule, IntervalSchedule

from .timetable import SHORTEST_INTERVAL

__all__ = ('CRONTAB_FIELDS', 'INTERVAL_PERIODS', 'crontab_row', 'interval_row')

INTERVAL_PERIODS = tuple(choice for choice in IntervalSchedule.PERIOD_CHOICES if choice[0] != 'microseconds')
LONGEST_INTERVAL = timedelta(days=366)
CRONTAB_FIELDS = ('minute', 'hour', 'day_of_week', 'day_of_month', 'month_of_year', 'timezone')


def interval_row(every: int, period: str) -> IntervalSchedule:
    """Return the row "every `every` `period`". Raises ValidationError outside of 5 seconds to 366 days."""
    try:
        interval = timedelta(**{period: every})
    except OverflowError:
        interval = timedelta.max
    if not SHORTEST_INTERVAL <= interval <= LONGEST_INTERVAL:
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
