"""The Proxmox side of NetBox's own objects, on their pages."""

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from netbox.ui import attrs, panels
from netbox.ui.actions import LinkAction
from utilities.permissions import get_permission_for_model

from .attrs import AgeAttr, NodeStateAttr, SelfAttr, StateAttr
from .freshness import notices_by_endpoint
from .metric_attrs import BytesAttr, CpuAttr, NodesOnlineAttr, UptimeAttr
from .shared_links import notices_of_shared_links

__all__ = ('LinkedClusterPanel', 'LinkedNodePanel', 'NotLinkedPanel', 'render_linked')


class LinkedPanel(panels.ObjectAttributesPanel):
    """One row, below the notices about its endpoint, which the context has."""

    template_name = 'netbox_proxbox/panels/linked.html'

    def get_context(self, context: Any) -> dict[str, Any]:
        """Add the notices."""
        return {**super().get_context(context), 'notices': context['notices']}


class LinkedClusterPanel(LinkedPanel):
    """One Proxmox cluster; how many of its nodes are online is an annotation."""

    title = _('Proxmox Cluster')
    own_page = SelfAttr(_('Name'))
    mode = attrs.ChoiceAttr('mode')
    quorate = StateAttr('quorate', _('Quorate'), _('No quorum'), label=_('Quorum'))
    nodes_online = NodesOnlineAttr()
    endpoint = attrs.RelatedObjectAttr('endpoint', linkify=True)
    last_read = AgeAttr('endpoint.last_read_at', label=_('Last read'))


class LinkedNodePanel(LinkedPanel):
    """One Proxmox node with its metrics."""

    title = _('Proxmox Node')
    own_page = SelfAttr(_('Name'))
    online = NodeStateAttr()
    cpu = CpuAttr()
    memory = BytesAttr('memory', _('Memory'))
    disk = BytesAttr('disk', _('Disk'))
    uptime = UptimeAttr('uptime')
    proxmox_cluster = attrs.RelatedObjectAttr('proxmox_cluster', linkify=True, label=_('Proxmox cluster'))
    endpoint = attrs.RelatedObjectAttr('endpoint', linkify=True)
    metrics_read = AgeAttr('metrics_read_at', label=_('Metrics read'))
    last_read = AgeAttr('last_seen', label=_('Last read'))


class NotLinkedPanel(panels.Panel):
    """What stands there for users who may choose a link, while there is none."""

    template_name = 'netbox_proxbox/panels/not_linked.html'


def render_linked(panel: type[LinkedPanel], rows: Sequence[Any], view_name: str, model: Any, context: Any) -> str:
    """Return a panel for each row, the first with a button to choose others; without rows, a small one.

    Above several panels stands a warning.

    `view_name` leads to the choice for the page's object. Who may not change rows of the model sees neither the button
    nor the small panel.
    """
    action = LinkAction(
        view_name,
        {'pk': context['object'].pk},
        label=_('Change link') if rows else _('Link'),
        permissions=[get_permission_for_model(model, 'change')],
        button_class='ghost-primary',
        button_icon='link-variant',
    )
    if rows:
        notices = notices_by_endpoint((row.endpoint for row in rows), context['request'].user)
        each = (
            panel(actions=[action] if row is rows[0] else []).render(
                {**context, 'object': row, 'notices': notices[row.endpoint_id]}
            )
            for row in rows
        )
        above = {'notices': list(notices_of_shared_links(rows))}
        return ''.join([render_to_string('netbox_proxbox/inc/notices.html', above), *map(str, each)])
    may_link = context['request'].user.has_perms(action.permissions)
    return str(NotLinkedPanel(title=panel.title, actions=[action]).render(context)) if may_link else ''
