"""The models in GraphQL. Secrets and the worker's notes are left out.

What a row must have is still null for a user who may not see it.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
import strawberry_django
from netbox.graphql.scalars import BigInt
from netbox.graphql.types import BaseObjectType, PrimaryObjectType, register_type

from netbox_proxbox import models

from .filters import (
    ProxboxBackendFilter,
    ProxmoxClusterFilter,
    ProxmoxEndpointFilter,
    ProxmoxNodeFilter,
    SyncRunFilter,
)
from .orders import ProxmoxNodeOrder

if TYPE_CHECKING:
    from dcim.graphql.types import DeviceRoleType, DeviceType, DeviceTypeType, LocationType, PlatformType, SiteType
    from extras.graphql.types import TagType
    from tenancy.graphql.types import TenantType
    from virtualization.graphql.types import ClusterGroupType, ClusterType, ClusterTypeType

__all__ = (
    'ProxboxBackendType',
    'ProxmoxClusterType',
    'ProxmoxEndpointType',
    'ProxmoxNodeType',
    'SyncRunType',
)

OURS = strawberry.lazy('netbox_proxbox.graphql.types')
DCIM = strawberry.lazy('dcim.graphql.types')
EXTRAS = strawberry.lazy('extras.graphql.types')
TENANCY = strawberry.lazy('tenancy.graphql.types')
VIRTUALIZATION = strawberry.lazy('virtualization.graphql.types')
ENDPOINT_NOTES = [
    *(
        'registered_id',
        'registered_name',
        'registered_digest',
        'members_read_as',
        'root_ca',
        'details_read_at',
        'creation_user',
    ),
]
BOOT_TIME = ['online', 'metrics_read_at', 'max_memory', 'cpu_usage', 'uptime']
RUN_NOTES = ['active_run', 'applied_by', 'applies', 'events', 'last_step_at', 'publish_count', 'readings', 'user']


@register_type(models.ProxboxBackend, exclude=['api_key', 'failures'], filters=ProxboxBackendFilter, pagination=True)
class ProxboxBackendType(PrimaryObjectType):
    endpoints: list[Annotated['ProxmoxEndpointType', OURS]]


@register_type(
    models.ProxmoxEndpoint,
    exclude=['password', 'token_value', 'sync_interval', 'sync_crontab', *ENDPOINT_NOTES],
    filters=ProxmoxEndpointFilter,
    pagination=True,
)
class ProxmoxEndpointType(PrimaryObjectType):
    backend: Annotated['ProxboxBackendType', OURS] | None
    is_direct: bool = strawberry_django.field(only=['backend'])
    link_site: Annotated['SiteType', DCIM] | None
    link_location: Annotated['LocationType', DCIM] | None
    link_cluster: Annotated['ClusterType', VIRTUALIZATION] | None
    link_tenant: Annotated['TenantType', TENANCY] | None
    link_role: Annotated['DeviceRoleType', DCIM] | None
    create_site: Annotated['SiteType', DCIM] | None
    create_location: Annotated['LocationType', DCIM] | None
    create_tenant: Annotated['TenantType', TENANCY] | None
    create_role: Annotated['DeviceRoleType', DCIM] | None
    create_device_type: Annotated['DeviceTypeType', DCIM] | None
    create_platform: Annotated['PlatformType', DCIM] | None
    create_cluster_type: Annotated['ClusterTypeType', VIRTUALIZATION] | None
    create_cluster_group: Annotated['ClusterGroupType', VIRTUALIZATION] | None
    create_tags: list[Annotated['TagType', EXTRAS]]
    clusters: list[Annotated['ProxmoxClusterType', OURS]]
    nodes: list[Annotated['ProxmoxNodeType', OURS]]
    sync_runs: list[Annotated['SyncRunType', OURS]]


@register_type(models.ProxmoxCluster, fields='__all__', filters=ProxmoxClusterFilter, pagination=True)
class ProxmoxClusterType(PrimaryObjectType):
    endpoint: Annotated['ProxmoxEndpointType', OURS] | None
    netbox_cluster: Annotated['ClusterType', VIRTUALIZATION] | None
    nodes: list[Annotated['ProxmoxNodeType', OURS]]


@register_type(
    models.ProxmoxNode,
    exclude=['followed_status', 'deletion_confirmed_at'],
    filters=ProxmoxNodeFilter,
    ordering=ProxmoxNodeOrder,
    pagination=True,
)
class ProxmoxNodeType(PrimaryObjectType):
    endpoint: Annotated['ProxmoxEndpointType', OURS] | None
    proxmox_cluster: Annotated['ProxmoxClusterType', OURS] | None
    netbox_device: Annotated['DeviceType', DCIM] | None
    cpu_usage_percent: float = strawberry_django.field(only=['cpu_usage'])
    memory_usage: BigInt
    memory_usage_percent: float = strawberry_django.field(only=['memory_usage', 'max_memory'])
    max_memory: BigInt
    disk_usage: BigInt
    disk_usage_percent: float = strawberry_django.field(only=['disk_usage', 'max_disk'])
    max_disk: BigInt
    uptime: BigInt
    boot_time: datetime | None = strawberry_django.field(only=BOOT_TIME)
    support_level_label: str = strawberry_django.field(only=['support_level'])


@register_type(models.SyncRun, exclude=RUN_NOTES, filters=SyncRunFilter, pagination=True)
class SyncRunType(BaseObjectType):
    endpoint: Annotated['ProxmoxEndpointType', OURS] | None
