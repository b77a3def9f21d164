"""The queries that the plugin adds to NetBox's GraphQL API."""

import strawberry
import strawberry_django

from .types import ProxboxBackendType, ProxmoxClusterType, ProxmoxEndpointType, ProxmoxNodeType, SyncRunType

__all__ = ('ProxboxQuery',)


@strawberry.type(name='Query')
class ProxboxQuery:
    """One object, or a list of them, of each model."""

    proxbox_backend: ProxboxBackendType = strawberry_django.field()
    proxbox_backend_list: list[ProxboxBackendType] = strawberry_django.field()

    proxmox_endpoint: ProxmoxEndpointType = strawberry_django.field()
    proxmox_endpoint_list: list[ProxmoxEndpointType] = strawberry_django.field()

    proxmox_cluster: ProxmoxClusterType = strawberry_django.field()
    proxmox_cluster_list: list[ProxmoxClusterType] = strawberry_django.field()

    proxmox_node: ProxmoxNodeType = strawberry_django.field()
    proxmox_node_list: list[ProxmoxNodeType] = strawberry_django.field()

    proxbox_sync_run: SyncRunType = strawberry_django.field()
    proxbox_sync_run_list: list[SyncRunType] = strawberry_django.field()
