"""Columns for what Proxmox reports."""

from datetime import timedelta
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from utilities.string import humanize_duration

from netbox_proxbox.figures import gigabytes, uptime_text
from netbox_proxbox.models import ProxmoxNode

__all__ = ('DurationColumn', 'MemoryColumn', 'StateColumn', 'UptimeColumn')


class StateColumn(tables.Column):
    """A truth as a badge of two words, green for the good one. Exports hold True or False."""

    def __init__(self, good: Any, bad: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.good, self.bad = good, bad

    def render(self, value: bool) -> SafeString:
        """Return the badge."""
        color, word = ('green', self.good) if value else ('red', self.bad)
        return format_html('<span class="badge text-bg-{}">{}</span>', color, word)

    def value(self, value: bool) -> str:
        """Return what an export holds."""
        return str(value)


class MemoryColumn(tables.Column):
    """Used and total memory in GB; exports hold the used bytes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(accessor='memory_usage', verbose_name=_('Memory'), **kwargs)

    def render(self, record: ProxmoxNode) -> str:
        """Return "used / total GB"."""
        return gigabytes(record.memory_usage, record.max_memory)

    def value(self, value: int) -> int:
        """Return what an export holds."""
        return value


class UptimeColumn(tables.Column):
    """Days, hours and minutes; exports hold seconds."""

    def render(self, value: int) -> str:
        """Return such as "12d 4h 7m"."""
        return uptime_text(value)

    def value(self, value: int) -> int:
        """Return what an export holds."""
        return value


class DurationColumn(tables.Column):
    """How long something took; exports hold seconds."""

    def render(self, value: timedelta) -> str:
        """Return such as "1m 5s"."""
        return str(humanize_duration(value))

    def value(self, value: timedelta) -> float:
        """Return what an export holds."""
        return value.total_seconds()
