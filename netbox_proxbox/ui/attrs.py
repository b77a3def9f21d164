"""Attributes of pages that NetBox has no kind for."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from netbox.ui import attrs

from netbox_proxbox.figures import gigabytes, uptime_text
from netbox_proxbox.models import ProxmoxNode

__all__ = ('MemoryAttr', 'SecretAttr', 'StateAttr', 'UptimeAttr')


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


class SecretAttr(attrs.TextAttr):
    """Whether there is a secret: a mask, or the dash that stands for nothing."""

    def get_value(self, obj: Any) -> str:
        """Return the mask, or nothing."""
        return str(super().get_value(obj))


class MemoryAttr(attrs.TextAttr):
    """Used and total memory of a node."""

    def __init__(self) -> None:
        super().__init__('memory_usage', label=_('Memory'))

    def get_value(self, node: ProxmoxNode) -> str:
        """Return "used / total GB (percent)"."""
        return f'{gigabytes(node.memory_usage, node.max_memory)} ({node.memory_usage_percent} %)'


class UptimeAttr(attrs.TextAttr):
    """How long a node has been up."""

    def get_value(self, node: ProxmoxNode) -> str:
        """Return such as "12d 4h 7m"."""
        return uptime_text(node.uptime)
