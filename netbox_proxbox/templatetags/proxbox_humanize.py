"""Sizes and times in words that people read, for Python and for templates."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from utilities.string import humanize_duration

__all__ = ('age', 'age_text', 'duration_text', 'gigabytes', 'total_gigabytes', 'uptime_text')

register = template.Library()

BYTES_PER_GIGABYTE = 2**30
A_MINUTE = timedelta(minutes=1)


@register.filter
def age(moment: datetime | None) -> str:
    """Return how long ago a moment was, with the exact time in the title; nothing for no moment."""
    if moment is None:
        return ''
    exact = timezone.localtime(moment).isoformat(sep=' ', timespec='seconds')
    words = age_text(moment, timezone.now())
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), exact, words)


def age_text(moment: datetime, now: datetime) -> str:
    """Return such as "3 minutes ago", in the one largest unit; below a minute, "just now"."""
    if now - moment < A_MINUTE:
        return _('just now')
    return _('{age} ago').format(age=timesince(moment, now, depth=1))


def duration_text(duration: timedelta) -> str:
    """Return such as "1m 5s", in whole seconds."""
    return str(humanize_duration(timedelta(seconds=int(duration.total_seconds()))))


def gigabytes(used: int, total: int) -> str:
    """Return "used / total GB", counted as Proxmox's own pages do: 1 GB is 2**30 bytes."""
    return f'{used / BYTES_PER_GIGABYTE:.1f} / {total_gigabytes(total)}'


def total_gigabytes(total: int) -> str:
    """Return "total GB" of a machine of which nothing more is known."""
    return f'{total / BYTES_PER_GIGABYTE:.1f} GB'


def uptime_text(seconds: int) -> str:
    """Return such as "12d 4h 7m"; from the first minute on, seconds are left out. 0 is a dash."""
    if not seconds:
        return '—'
    whole_minutes = seconds - seconds % 60 if seconds >= 60 else seconds
    return str(humanize_duration(timedelta(seconds=whole_minutes)))
