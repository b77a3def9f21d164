"""The panels about nodes that are missing: all of an endpoint, one of them, and what the endpoint says of them."""

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from netbox.ui import attrs, panels

from netbox_proxbox.choices import AbsenceChoices
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode

from .attrs import AgeAttr
from .missing import DECIDABLE, DELETE, KEEP, decide_url, may_decide, why

__all__ = ('AbsencePolicyPanel', 'MissingNodePanel', 'MissingNodesPanel')

SHOWN: Final = 50


class KeepReadingsAttr(attrs.TextAttr):
    """For how many readings nodes are kept; nothing where they are not."""

    def get_value(self, obj: Any) -> Any:
        """Return the number, or nothing."""
        return super().get_value(obj) if obj.when_node_disappears == AbsenceChoices.KEEP else None


class AbsencePolicyPanel(panels.ObjectAttributesPanel):
    """The setting of an endpoint."""

    title = _('When a Node Disappears')
    when_node_disappears = attrs.ChoiceAttr('when_node_disappears', label=_('Then'))
    keep_readings = KeepReadingsAttr('keep_readings', label=_('Complete readings to keep it for'))
    deletion_limit = attrs.TextAttr('deletion_limit', label=_('Deletion limit'), format_string=_('{} % of the nodes'))


class WhyAttr(attrs.TextAttr):
    """Why a node is still there, in a sentence."""

    def get_value(self, obj: Any) -> str:
        """Return the sentence."""
        return why(obj, obj.endpoint)


class MissingNodePanel(panels.ObjectAttributesPanel):
    """Since when a node is missing, why it is still there, and the buttons of whoever may decide; else nothing."""

    title = _('Missing in Proxmox VE')
    template_name = 'netbox_proxbox/panels/missing_node.html'
    missing_since = AgeAttr('missing_since', label=_('Missing since'))
    missing_readings = attrs.TextAttr('missing_readings', label=_('Complete readings without it'))
    missing_because = WhyAttr('missing_because', label=_('Why it is still here'))
    deletion_confirmed = attrs.BooleanAttr('deletion_confirmed', label=_('Deletion confirmed'))

    def should_render(self, context: Any) -> bool:
        """Tell whether the node is missing."""
        return bool(context['object'].is_missing)

    def get_context(self, context: Any) -> dict[str, Any]:
        """Add where the user may decide."""
        prepared: dict[str, Any] = super().get_context(context)
        node, user = prepared['object'], prepared['request'].user
        urls = {
            name: decide_url(node.endpoint_id, action, node.pk)
            for name, action in (('delete_url', DELETE), ('keep_url', KEEP))
            if may_decide(user, node, action)
        }
        return {**prepared, **urls}


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A line of the panel of an endpoint."""

    node: ProxmoxNode
    why: str
    can_be_chosen: bool


class MissingNodesPanel(panels.ObjectPanel):
    """The missing nodes of an endpoint that the user may see, with boxes and buttons for those that wait."""

    title = _('Missing Nodes')
    template_name = 'netbox_proxbox/panels/missing_nodes.html'

    def get_context(self, context: Any) -> dict[str, Any]:
        """Add the rows, how many are not shown, and where the user may decide; one query while nothing is missing."""
        prepared: dict[str, Any] = super().get_context(context)
        endpoint, user = prepared['object'], prepared['request'].user
        missing: Any = ProxmoxNode.objects.filter(endpoint=endpoint).exclude(missing_because='')
        count = missing.count()
        return {**prepared, 'count': count, **(_rows(endpoint, user, missing, count) if count else {})}

    def should_render(self, context: Any) -> bool:
        """Tell whether nodes are missing."""
        return bool(context['count'])


def _rows(endpoint: ProxmoxEndpoint, user: Any, missing: Any, count: int) -> dict[str, Any]:
    visible = missing.restrict(user, 'view')
    shown = list(visible[:SHOWN])
    seen = visible.count()
    urls, choosable = {}, set()
    for name, action in (('delete_url', DELETE), ('keep_url', KEEP)):
        if found := _may_be_decided(endpoint, user, visible, action):
            urls[name] = decide_url(endpoint.pk, action)
            choosable |= found
    return {
        'rows': [MissingRow(node, why(node, endpoint), node.pk in choosable) for node in shown],
        'hidden': count - seen,
        'more': seen - len(shown),
        'list_url': reverse('plugins:netbox_proxbox:proxmoxnode_list') + f'?endpoint_id={endpoint.pk}&is_missing=true',
        'can_choose': bool(choosable),
        **urls,
    }


def _may_be_decided(endpoint: ProxmoxEndpoint, user: Any, visible: Any, action: str) -> set[int]:
    """Return the keys of the nodes on which this user may decide so."""
    if not user.has_perm('netbox_proxbox.sync_proxmoxendpoint', endpoint):
        return set()
    found = visible.filter(missing_because__in=DECIDABLE[action]).restrict(user, action)
    return set(found.values_list('pk', flat=True))
