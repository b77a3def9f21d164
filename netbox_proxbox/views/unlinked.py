"""The page of all rows without a link, first those of which a rule cannot tell what they belong to."""

from typing import Any, Final

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from netbox.ui import panels

__all__ = ('UnlinkedView',)

COLUMNS: Final = ['name', 'endpoint', 'link_candidates']
# What is no help in finding what a row belongs to.
OTHERS: Final = {
    'proxmoxnode': ['offline_since', 'cpu', 'memory', 'uptime', 'netbox_device'],
    'proxmoxcluster': ['quorate', 'nodes_online', 'last_read_at', 'mode', 'netbox_cluster', 'version'],
}


def _panel(model_name: str, title: Any, *, asks: bool) -> panels.ObjectsTablePanel:
    return panels.ObjectsTablePanel(
        f'netbox_proxbox.{model_name}',
        filters={'is_linked': 'false', 'has_link_candidate': str(asks).lower()},
        include_columns=COLUMNS,
        exclude_columns=OTHERS[model_name],
        title=title,
    )


class UnlinkedView(PermissionRequiredMixin, TemplateView):
    """Lists of NetBox's own, of all endpoints; each is shown to who may view its rows, the page to who may view one."""

    permission_required = ('netbox_proxbox.view_proxmoxnode', 'netbox_proxbox.view_proxmoxcluster')
    template_name = 'netbox_proxbox/unlinked.html'
    extra_context = {
        'panels': (
            _panel('proxmoxnode', _('Nodes with link candidates'), asks=True),
            _panel('proxmoxcluster', _('Clusters with link candidates'), asks=True),
            _panel('proxmoxnode', _('Nodes that nothing was found for'), asks=False),
            _panel('proxmoxcluster', _('Clusters that nothing was found for'), asks=False),
        )
    }

    def has_permission(self) -> bool:
        """Tell whether the user may view any of the rows."""
        return any(map(self.request.user.has_perm, self.get_permission_required()))
