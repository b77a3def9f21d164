"""Attributes of pages that NetBox has no kind for."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from netbox.ui import attrs

from netbox_proxbox.health.findings import Finding
from netbox_proxbox.templatetags.proxbox_humanize import age_text

from .read_through import DIRECTLY

__all__ = (
    'AgeAttr',
    'NodeStateAttr',
    'ReadThroughAttr',
    'SecretAttr',
    'SelfAttr',
    'StateAttr',
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


class NodeStateAttr(StateAttr):
    """Whether a node is online, and since when, if that is known."""

    template_name = 'netbox_proxbox/attrs/node_state.html'

    def __init__(self) -> None:
        super().__init__('online', _('Online'), _('Offline'), label=_('Status'))

    def get_context(self, obj: Any, attr: str, value: Any, context: Any) -> dict[str, Any]:
        """Add the moment."""
        return {**super().get_context(obj, attr, value, context), 'since': _told(obj.state_since)}


class SelfAttr(attrs.RelatedObjectAttr):
    """The object itself, as a link to its page."""

    def __init__(self, label: Any) -> None:
        super().__init__('pk', linkify=True, label=label)

    def get_value(self, obj: Any) -> Any:
        """Return the object."""
        return obj


class ReadThroughAttr(attrs.RelatedObjectAttr):
    """The backend of an endpoint as a link, or that there is none."""

    placeholder = DIRECTLY

    def __init__(self) -> None:
        super().__init__('backend', linkify=True, label=_('Read through'))


class AgeAttr(attrs.TextAttr):
    """A moment and how long ago that is."""

    def get_value(self, obj: Any) -> str:
        """Return such as "2026-11-24 12:00:00 (3 minutes ago)", or nothing."""
        return _told(attrs.ObjectAttribute.get_value(self, obj))


class SecretAttr(attrs.TextAttr):
    """Whether there is a secret: a mask, or the dash that stands for nothing."""

    def get_value(self, obj: Any) -> str:
        """Return the mask, or nothing."""
        return str(super().get_value(obj))


class VerificationAttr(attrs.ObjectAttribute):
    """Whether and how TLS is verified, and if it is not, what that risks and how to end it."""

    template_name = 'netbox_proxbox/attrs/verification.html'

    def __init__(
        self, accessor: str, risk_of: Callable[[Any], Finding | None], trust_of: Callable[[Any], str] = lambda _obj: ''
    ) -> None:
        super().__init__(accessor, label=_('Verify TLS'))
        self.risk_of, self.trust_of = risk_of, trust_of

    def get_context(self, obj: Any, attr: str, value: Any, context: Any) -> dict[str, Any]:
        """Return the risk and, where it is known, what certificates are held against."""
        return {'risk': self.risk_of(obj), 'trust': self.trust_of(obj)}


def _told(moment: datetime | None) -> str:
    return f'{timezone.localtime(moment):%Y-%m-%d %H:%M:%S} ({age_text(moment, timezone.now())})' if moment else ''
