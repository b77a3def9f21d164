"""Columns for what Proxmox reports."""

from datetime import datetime, timedelta
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from netbox.tables import columns
from utilities.string import humanize_duration
from utilities.templatetags.builtins.filters import placeholder

from netbox_proxbox.models import ProxmoxNode, SyncRun
from netbox_proxbox.templatetags.proxbox_humanize import age, gigabytes, total_gigabytes, uptime_text
from netbox_proxbox.ui.utilization import utilization_bar

__all__ = (
    'AgeColumn',
    'BytesColumn',
    'CountColumn',
    'CpuColumn',
    'DurationColumn',
    'ErrorColumn',
    'NodeStateColumn',
    'NodesOnlineColumn',
    'PercentColumn',
    'StateColumn',
    'SupportLevelColumn',
    'UptimeColumn',
)

NO_METRIC = '<span class="text-secondary" title="{}">—</span>'


def no_metric() -> SafeString:
    """Return the dash that stands for a metric, in the language of whoever reads it."""
    return format_html(NO_METRIC, _('No current metric'))


class StateColumn(tables.Column):
    """A truth as a badge of two words, green for the good one. Exports hold True or False."""

    def __init__(self, good: Any, bad: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.good, self.bad = good, bad

    def render(self, value: bool) -> SafeString:
        """Return the badge."""
        return _badge('green', self.good) if value else _badge('red', self.bad)

    def value(self, value: bool) -> str:
        """Return what an export holds."""
        return str(value)


class NodeStateColumn(tables.Column):
    """Whether a node is online, and that Proxmox VE does not have it any more, with the reason why it is still here."""

    def render(self, value: bool, record: ProxmoxNode) -> SafeString:
        """Return the badge or the two of them."""
        state = _badge('green', _('Online')) if value else _badge('red', _('Offline'))
        if not record.is_missing:
            return state
        why, color = record.get_missing_because_display(), record.get_missing_because_color()
        return format_html('{} {}', state, _badge(color, _('Missing'), why))

    def value(self, value: bool) -> str:
        """Return what an export holds."""
        return str(value)


class CpuColumn(tables.Column):
    """A bar of the CPU's use; a dash for a node that is down. Exports hold the percentage."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(accessor='cpu_usage_percent', verbose_name=_('CPU %'), **kwargs)

    def render(self, record: ProxmoxNode) -> SafeString:
        """Return the bar."""
        if not record.has_current_metrics:
            return no_metric()
        return utilization_bar(record.cpu_usage_percent, _('CPU'), f'{record.cpu_usage_percent:.1f} %')

    def value(self, value: float) -> str:
        """Return what an export holds."""
        return f'{value}%'


class BytesColumn(tables.Column):
    """Used and total GB of memory or disk above a bar; exports hold the used bytes."""

    def __init__(self, what: str, label: Any, **kwargs: Any) -> None:
        super().__init__(accessor=f'{what}_usage', verbose_name=label, **kwargs)
        self.used, self.total, self.percent = f'{what}_usage', f'max_{what}', f'{what}_usage_percent'

    def render(self, record: ProxmoxNode) -> SafeString:
        """Return the bar with "used / total GB"; without a current metric the total alone, if that is known."""
        used, total = getattr(record, self.used), getattr(record, self.total)
        if not total:
            return no_metric()
        if not record.has_current_metrics:
            return format_html('{} / {}', no_metric(), total_gigabytes(total))
        return utilization_bar(getattr(record, self.percent), self.verbose_name, gigabytes(used, total))

    def value(self, value: int) -> int:
        """Return what an export holds."""
        return value


class PercentColumn(tables.Column):
    """The share of memory or disk that is used, to order by; a dash for a node that is down."""

    def __init__(self, what: str, label: Any, **kwargs: Any) -> None:
        super().__init__(accessor=f'{what}_usage_percent', verbose_name=label, **kwargs)
        self.total = f'max_{what}'

    def render(self, value: float, record: ProxmoxNode) -> SafeString | str:
        """Return such as "12.5 %"."""
        return f'{value:.1f} %' if getattr(record, self.total) and record.has_current_metrics else no_metric()

    def value(self, value: float) -> str:
        """Return what an export holds."""
        return f'{value}%'


class UptimeColumn(tables.Column):
    """Days, hours and minutes; a dash for a node that is down. Exports hold seconds."""

    def render(self, record: ProxmoxNode) -> SafeString:
        """Return such as "12d 4h 7m", in one line."""
        if not record.has_current_metrics:
            return no_metric()
        return format_html('<span class="text-nowrap">{}</span>', uptime_text(record.uptime))

    def value(self, value: int) -> int:
        """Return what an export holds."""
        return value


class SupportLevelColumn(tables.Column):
    """A word with its letter, also in exports."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_values=(), verbose_name=_('Support level'), **kwargs)

    def render(self, record: ProxmoxNode) -> str:
        """Return such as "Standard (s)"."""
        return record.support_level_in_words


class NodesOnlineColumn(columns.LinkedCountColumn):
    """How many nodes are online, of how many, leading to them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            viewname='plugins:netbox_proxbox:proxmoxnode_list',
            url_params={'proxmox_cluster_id': 'pk'},
            verbose_name=_('Nodes online'),
            **kwargs,
        )

    def render(self, record: Any, value: int) -> Any:
        """Return "online / total"; a dash when the user may see none."""
        total = record.nodes_total
        return super().render(record, f'{value} / {total}') if total else placeholder('')

    def value(self, record: Any, value: int) -> str:
        """Return what an export holds."""
        return f'{value} / {record.nodes_total}'


class AgeColumn(tables.Column):
    """How long ago something was, with the exact time in the title; exports hold the time."""

    def render(self, value: datetime) -> SafeString:
        """Return such as "3 minutes ago"."""
        return format_html('<span class="text-nowrap">{}</span>', age(value))

    def value(self, value: datetime) -> str:
        """Return what an export holds."""
        return value.isoformat()


class DurationColumn(tables.Column):
    """How long something took; exports hold seconds."""

    def render(self, value: timedelta) -> str:
        """Return such as "1m 5s"."""
        return str(humanize_duration(value))

    def value(self, value: timedelta) -> float:
        """Return what an export holds."""
        return value.total_seconds()


class CountColumn(tables.Column):
    """How many of something there are; nothing for none. Exports hold the number."""

    def render(self, value: int) -> str:
        """Return the number, or what stands for none."""
        return str(value or placeholder(''))

    def value(self, value: int) -> int:
        """Return what an export holds."""
        return value


class ErrorColumn(tables.Column):
    """The cause of an error above its cure; exports hold its code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(accessor='error_code', verbose_name=_('Error'), **kwargs)

    def render(self, record: SyncRun) -> SafeString:
        """Return both, each in a line of its own."""
        return format_html('<div>{}</div><div class="text-secondary">{}</div>', record.cause, record.cure)

    def value(self, value: str) -> str:
        """Return what an export holds."""
        return value


def _badge(color: str | None, word: Any, why: str = '') -> SafeString:
    title = format_html(' title="{}"', why) if why else ''
    return format_html('<span class="badge text-bg-{}"{}>{}</span>', color or 'gray', title, word)
