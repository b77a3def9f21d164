"""What NetBox's global search finds. Names first; of secrets it knows nothing."""

from netbox.search import SearchIndex

from .models import ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode

__all__ = ('indexes',)


class ProxboxBackendIndex(SearchIndex):
    model = ProxboxBackend
    fields = (('name', 100), ('base_url', 300), ('description', 500), ('comments', 5000))
    display_attrs = ('base_url', 'enabled', 'description')


class ProxmoxEndpointIndex(SearchIndex):
    model = ProxmoxEndpoint
    fields = (('name', 100), ('domain', 300), ('ip_address', 300), ('description', 500), ('comments', 5000))
    display_attrs = ('backend', 'mode', 'domain', 'ip_address', 'description')


class ProxmoxClusterIndex(SearchIndex):
    model = ProxmoxCluster
    fields = (('name', 100), ('cluster_id', 300), ('description', 500), ('comments', 5000))
    display_attrs = ('endpoint', 'netbox_cluster', 'mode', 'description')


class ProxmoxNodeIndex(SearchIndex):
    model = ProxmoxNode
    fields = (
        ('name', 100),
        ('ip_address', 300),
        ('ssl_fingerprint', 300),
        ('description', 500),
        ('comments', 5000),
    )
    display_attrs = ('endpoint', 'proxmox_cluster', 'netbox_device', 'ip_address', 'description')


indexes = [ProxboxBackendIndex, ProxmoxEndpointIndex, ProxmoxClusterIndex, ProxmoxNodeIndex]
