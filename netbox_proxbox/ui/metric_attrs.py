"""Attributes of pages that show what was measured or counted of nodes."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from netbox.ui import attrs

from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.templatetags.proxbox_humanize import gigabytes, total_gigabytes, uptime_text

from .utilization import utilization_bar

__all__ = ('BytesAttr', 'CpuAttr', 'NodesOnlineAttr', 'UptimeAttr')


class NodesOnlineAttr(attrs.TextAttr):
    """How many nodes of a cluster are online, of how many; nothing if the user may see none."""

    def __init__(self) -> None:
        super().__init__('nodes_online', label=_('Nodes online'))

    def get_value(self, cluster: Any) -> str:
        """Return "online / total"."""
        return f'{cluster.nodes_online} / {cluster.nodes_total}' if cluster.nodes_total else ''


class CpuAttr(attrs.ObjectAttribute):
    """How much of its CPUs a node uses; nothing for one that is down."""

    template_name = 'netbox_proxbox/attrs/as_it_is.html'

    def __init__(self) -> None:
        super().__init__('cpu_usage_percent', label=_('CPU'))

    def get_value(self, node: ProxmoxNode) -> SafeString | None:
        """Return the percentage above a bar."""
        if not node.has_current_metrics:
            return None
        percent = node.cpu_usage_percent
        return utilization_bar(percent, self.label, f'{percent:.1f} %')


class BytesAttr(attrs.ObjectAttribute):
    """Used and total memory or disk of a node; without a current metric the total alone, if that is known."""

    template_name = 'netbox_proxbox/attrs/as_it_is.html'

    def __init__(self, what: str, label: Any) -> None:
        super().__init__(f'{what}_usage', label=label)
        self.total, self.percent = f'max_{what}', f'{what}_usage_percent'

    def get_value(self, node: ProxmoxNode) -> SafeString | str | None:
        """Return "used / total GB" above a bar."""
        used, total = super().get_value(node), getattr(node, self.total)
        if not total:
            return None
        if not node.has_current_metrics:
            return f'— / {total_gigabytes(total)}'
        return utilization_bar(getattr(node, self.percent), self.label, gigabytes(used, total))


class UptimeAttr(attrs.TextAttr):
    """How long a node has been up; nothing for one that is down."""

    def get_value(self, node: ProxmoxNode) -> str:
        """Return such as "12d 4h 7m"."""
        return uptime_text(node.uptime) if node.has_current_metrics else ''
