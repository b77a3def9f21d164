"""Attributes of pages that NetBox has no kind for."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from netbox.ui import attrs

from netbox_proxbox.figures import age_text, gigabytes, total_gigabytes, uptime_text
from netbox_proxbox.findings import Finding
from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.utilization import utilization_bar

__all__ = (
    'AgeAttr',
    'CpuAttr',
    'MemoryAttr',
    'NodesOnlineAttr',
    'SecretAttr',
    'SelfAttr',
    'StateAttr',
    'UptimeAttr',
    'VerificationAttr',
)


class StateAttr(attrs.ObjectAttribute):
    """A truth as a badge of two words, green for the good one."""

    template_name = 'ui/attrs/choice.html'

    def __init__(self, accessor: str, good: Any, bad: Any, label: Any = None) -> None:
        super().__init__(accessor, label=label)
        self.good, self.bad = good, bad

    def get_value(self, obj: Any) -> Any:
        """Return the word."""
        return self.good if super().get_value(obj) else self.bad

    def get_context(self, obj: Any, attr: str, value: Any, context: Any) -> dict[str, Any]:
        """Return the color of the badge."""
        return {'bg_color': 'green' if value is self.good else 'red'}


class SelfAttr(attrs.RelatedObjectAttr):
    """The object itself, as a link to its page."""

    def __init__(self, label: Any) -> None:
        super().__init__('pk', linkify=True, label=label)

    def get_value(self, obj: Any) -> Any:
        """Return the object."""
        return obj


class AgeAttr(attrs.TextAttr):
    """A moment and how long ago that is."""

    def get_value(self, obj: Any) -> str:
        """Return such as "2026-11-24 12:00:00 (3 minutes ago)", or nothing."""
        moment = attrs.ObjectAttribute.get_value(self, obj)
        return f'{timezone.localtime(moment):%Y-%m-%d %H:%M:%S} ({age_text(moment, timezone.now())})' if moment else ''


class NodesOnlineAttr(attrs.TextAttr):
    """How many nodes of a cluster are online, of how many; nothing if that was not counted for this user."""

    def __init__(self) -> None:
        super().__init__('nodes_online', label=_('Nodes online'))

    def get_value(self, cluster: Any) -> str:
        """Return "online / total"."""
        online = super().get_value(cluster)
        return '' if online is None else f'{online} / {cluster.nodes_total}'


class SecretAttr(attrs.TextAttr):
    """Whether there is a secret: a mask, or the dash that stands for nothing."""

    def get_value(self, obj: Any) -> str:
        """Return the mask, or nothing."""
        return str(super().get_value(obj))


class CpuAttr(attrs.ObjectAttribute):
    """How much of its CPUs a node uses; nothing for one that is down."""

    template_name = 'netbox_proxbox/attrs/as_it_is.html'

    def __init__(self) -> None:
        super().__init__('cpu_usage_percent', label=_('CPU'))

    def get_value(self, node: ProxmoxNode) -> SafeString | None:
        """Return the percentage above a bar."""
        if not node.has_current_figures:
            return None
        percent = node.cpu_usage_percent
        return utilization_bar(percent, self.label, f'{percent:.1f} %')


class MemoryAttr(attrs.ObjectAttribute):
    """Used and total memory of a node; without a current figure, the total alone."""

    template_name = 'netbox_proxbox/attrs/as_it_is.html'

    def __init__(self) -> None:
        super().__init__('memory_usage', label=_('Memory'))

    def get_value(self, node: ProxmoxNode) -> SafeString | str:
        """Return "used / total GB" above a bar."""
        if not node.has_current_figures:
            return f'— / {total_gigabytes(node.max_memory)}'
        return utilization_bar(node.memory_usage_percent, self.label, gigabytes(node.memory_usage, node.max_memory))


class UptimeAttr(attrs.TextAttr):
    """How long a node has been up."""

    def get_value(self, node: ProxmoxNode) -> str:
        """Return such as "12d 4h 7m"."""
        return uptime_text(node.uptime)


class VerificationAttr(attrs.ObjectAttribute):
    """Whether TLS is verified, and if it is not, what that risks and how to end it."""

    template_name = 'netbox_proxbox/attrs/verification.html'

    def __init__(self, accessor: str, risk_of: Callable[[Any], Finding | None]) -> None:
        super().__init__(accessor, label=_('Verify TLS'))
        self.risk_of = risk_of

    def get_context(self, obj: Any, attr: str, value: Any, context: Any) -> dict[str, Any]:
        """Return the risk."""
        return {'risk': self.risk_of(obj)}
