"""What the plugin adds to NetBox's pages: the Proxmox side of its objects, as far as the user may see it."""

from netbox.plugins import PluginTemplateExtension

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode
from netbox_proxbox.ui.linked_panels import LinkedClusterPanel, LinkedNodePanel, render_linked

from .database.branching import branch_left
from .ui.node_counts import with_node_counts

__all__ = ('ClusterProxmoxSide', 'DeviceProxmoxSide', 'InMain', 'template_extensions')


class ClusterProxmoxSide(PluginTemplateExtension):
    """The Proxmox clusters of a NetBox cluster."""

    models = ['virtualization.cluster']

    def right_page(self) -> str:
        """Return the panels; nothing for a user who may neither see nor choose a link."""
        user = self.context['request'].user
        linked = ProxmoxCluster.objects.restrict(user, 'view').filter(netbox_cluster=self.context['object'])
        rows = list(with_node_counts(linked.select_related('endpoint__backend', 'netbox_cluster'), user))
        return render_linked(
            LinkedClusterPanel, rows, 'virtualization:cluster_proxmox_link', ProxmoxCluster, self.context
        )


class DeviceProxmoxSide(PluginTemplateExtension):
    """The Proxmox nodes of a device."""

    models = ['dcim.device']

    def right_page(self) -> str:
        """Return the panels; nothing for a user who may neither see nor choose a link."""
        nodes = ProxmoxNode.objects.restrict(self.context['request'].user, 'view')
        linked = nodes.filter(netbox_device=self.context['object']).select_related(
            'endpoint__backend', 'proxmox_cluster', 'netbox_device'
        )
        return render_linked(LinkedNodePanel, list(linked), 'dcim:device_proxmox_link', ProxmoxNode, self.context)


class InMain(PluginTemplateExtension):
    """A word at the top of our own pages for a user who has activated a branch."""

    def navbar(self) -> str:
        """Return it; nothing on other pages, and without a branch."""
        branch = branch_left(self.context['request'])
        return str(self.render('netbox_proxbox/inc/in_main.html', {'branch': branch})) if branch else ''


template_extensions = [ClusterProxmoxSide, DeviceProxmoxSide, InMain]
