"""Filters in GraphQL. No secret is among them.

Through a relation to a backend or an endpoint, a filter reaches what its name and state tell, not where logins go: an
address could be guessed, letter by letter, by users who may not see it.
"""

from typing import TYPE_CHECKING, Annotated

import strawberry
import strawberry_django
from django.db.models import Q
from netbox.graphql.filters import BaseModelFilter, PrimaryModelFilter, register_filter
from strawberry.scalars import ID
from strawberry_django import BaseFilterLookup, DatetimeFilterLookup, FilterLookup, StrFilterLookup

from netbox_proxbox import models
from netbox_proxbox.choices import MissingChoices

from .enums import (
    AbsenceEnum,
    HeldReadingEnum,
    LinkingEnum,
    LinkOriginEnum,
    MissingEnum,
    ProxmoxModeEnum,
    SyncStatusEnum,
    SyncTriggerEnum,
)

if TYPE_CHECKING:
    from dcim.graphql.filters import DeviceFilter
    from netbox.graphql.filter_lookups import BigIntegerLookup, FloatLookup, IntegerLookup
    from virtualization.graphql.filters import ClusterFilter

__all__ = (
    'ProxboxBackendFilter',
    'ProxmoxClusterFilter',
    'ProxmoxEndpointFilter',
    'ProxmoxNodeFilter',
    'RelatedProxboxBackendFilter',
    'RelatedProxmoxEndpointFilter',
    'SyncRunFilter',
)

field = strawberry_django.filter_field
LOOKUPS = strawberry.lazy('netbox.graphql.filter_lookups')
DCIM = strawberry.lazy('dcim.graphql.filters')
VIRTUALIZATION = strawberry.lazy('virtualization.graphql.filters')
OURS = strawberry.lazy('netbox_proxbox.graphql.filters')
Integer = Annotated['IntegerLookup', LOOKUPS]
BigInteger = Annotated['BigIntegerLookup', LOOKUPS]
Float = Annotated['FloatLookup', LOOKUPS]


@register_filter(models.ProxboxBackend, lookups=True)
class ProxboxBackendFilter(PrimaryModelFilter):
    name: StrFilterLookup | None = field()
    base_url: StrFilterLookup | None = field()
    verify_tls: FilterLookup[bool] | None = field()
    enabled: FilterLookup[bool] | None = field()
    is_paused: FilterLookup[bool] | None = field()
    version: StrFilterLookup | None = field()


@strawberry_django.filter_type(models.ProxboxBackend, lookups=True)
class RelatedProxboxBackendFilter(BaseModelFilter):
    name: StrFilterLookup | None = field()
    enabled: FilterLookup[bool] | None = field()


@register_filter(models.ProxmoxEndpoint, lookups=True)
class ProxmoxEndpointFilter(PrimaryModelFilter):
    name: StrFilterLookup | None = field()
    backend: Annotated['RelatedProxboxBackendFilter', OURS] | None = field()
    backend_id: ID | None = field()
    pve_version: StrFilterLookup | None = field()
    last_address: StrFilterLookup | None = field()
    failures: Integer | None = field()
    paused_until: DatetimeFilterLookup | None = field()
    domain: StrFilterLookup | None = field()
    enabled: FilterLookup[bool] | None = field()
    mode: BaseFilterLookup[ProxmoxModeEnum] | None = field()
    when_node_disappears: BaseFilterLookup[AbsenceEnum] | None = field()
    keep_readings: Integer | None = field()
    deletion_limit: Integer | None = field()
    link_nodes: BaseFilterLookup[LinkingEnum] | None = field()
    link_clusters: BaseFilterLookup[LinkingEnum] | None = field()
    link_by_name: FilterLookup[bool] | None = field()
    link_by_short_name: FilterLookup[bool] | None = field()
    link_by_address: FilterLookup[bool] | None = field()
    link_site_id: ID | None = field()
    link_location_id: ID | None = field()
    link_cluster_id: ID | None = field()
    link_tenant_id: ID | None = field()
    link_role_id: ID | None = field()
    create_site_id: ID | None = field()
    create_location_id: ID | None = field()
    create_tenant_id: ID | None = field()
    create_role_id: ID | None = field()
    create_device_type_id: ID | None = field()
    create_platform_id: ID | None = field()
    create_cluster_type_id: ID | None = field()
    create_cluster_group_id: ID | None = field()
    create_interface: FilterLookup[bool] | None = field()
    create_in_cluster: FilterLookup[bool] | None = field()
    follow_status: FilterLookup[bool] | None = field()
    ip_address: StrFilterLookup | None = field()
    next_sync_at: DatetimeFilterLookup | None = field()
    overdue_at: DatetimeFilterLookup | None = field()
    last_read_at: DatetimeFilterLookup | None = field()
    held_since: DatetimeFilterLookup | None = field()
    held_because: BaseFilterLookup[HeldReadingEnum] | None = field()

    @strawberry_django.filter_field
    def is_direct(self, value: bool, prefix: str) -> Q:
        """Endpoints that are read without a backend, or all others."""
        return Q(**{f'{prefix}backend__isnull': value})


@strawberry_django.filter_type(models.ProxmoxEndpoint, lookups=True)
class RelatedProxmoxEndpointFilter(BaseModelFilter):
    name: StrFilterLookup | None = field()
    enabled: FilterLookup[bool] | None = field()
    mode: BaseFilterLookup[ProxmoxModeEnum] | None = field()


@register_filter(models.ProxmoxCluster, lookups=True)
class ProxmoxClusterFilter(PrimaryModelFilter):
    name: StrFilterLookup | None = field()
    endpoint: Annotated['RelatedProxmoxEndpointFilter', OURS] | None = field()
    endpoint_id: ID | None = field()
    netbox_cluster: Annotated['ClusterFilter', VIRTUALIZATION] | None = field()
    netbox_cluster_id: ID | None = field()
    link_origin: BaseFilterLookup[LinkOriginEnum] | None = field()
    cluster_id: StrFilterLookup | None = field()
    mode: BaseFilterLookup[ProxmoxModeEnum] | None = field()
    nodes_count: Integer | None = field()
    quorate: FilterLookup[bool] | None = field()
    version: Integer | None = field()

    @strawberry_django.filter_field
    def has_link_candidate(self, value: bool, prefix: str) -> Q:
        """Clusters that may belong to something, or all others."""
        return _filled(f'{prefix}link_candidates', value)


@register_filter(models.ProxmoxNode, lookups=True)
class ProxmoxNodeFilter(PrimaryModelFilter):
    name: StrFilterLookup | None = field()
    endpoint: Annotated['RelatedProxmoxEndpointFilter', OURS] | None = field()
    endpoint_id: ID | None = field()
    proxmox_cluster: Annotated['ProxmoxClusterFilter', OURS] | None = field()
    proxmox_cluster_id: ID | None = field()
    netbox_device: Annotated['DeviceFilter', DCIM] | None = field()
    netbox_device_id: ID | None = field()
    link_origin: BaseFilterLookup[LinkOriginEnum] | None = field()
    node_id: Integer | None = field()
    ip_address: StrFilterLookup | None = field()
    online: FilterLookup[bool] | None = field()
    local: FilterLookup[bool] | None = field()
    cpu_usage: Float | None = field()
    memory_usage: BigInteger | None = field()
    max_memory: BigInteger | None = field()
    cpu_usage_percent: Float | None = field()
    memory_usage_percent: Float | None = field()
    disk_usage: BigInteger | None = field()
    max_disk: BigInteger | None = field()
    disk_usage_percent: Float | None = field()
    max_cpu: Integer | None = field()
    pve_version: StrFilterLookup | None = field()
    uptime: BigInteger | None = field()
    online_since: DatetimeFilterLookup | None = field()
    offline_since: DatetimeFilterLookup | None = field()
    last_seen: DatetimeFilterLookup | None = field()
    metrics_read_at: DatetimeFilterLookup | None = field()
    ssl_fingerprint: StrFilterLookup | None = field()
    support_level: StrFilterLookup | None = field()
    missing_since: DatetimeFilterLookup | None = field()
    missing_readings: Integer | None = field()
    missing_because: BaseFilterLookup[MissingEnum] | None = field()
    deletion_confirmed: FilterLookup[bool] | None = field()

    @strawberry_django.filter_field
    def has_link_candidate(self, value: bool, prefix: str) -> Q:
        """Nodes that may belong to something, or all others."""
        return _filled(f'{prefix}link_candidates', value)

    @strawberry_django.filter_field
    def is_missing(self, value: bool, prefix: str) -> Q:
        """Nodes that the last complete reading lacked, or all others."""
        is_there = Q(**{f'{prefix}missing_because': ''})
        return ~is_there if value else is_there

    @strawberry_django.filter_field
    def is_held(self, value: bool, prefix: str) -> Q:
        """Nodes whose deletion waits for a decision, or all others."""
        held = Q(**{f'{prefix}missing_because__in': MissingChoices.HELD})
        return held if value else ~held


@register_filter(models.SyncRun, lookups=True)
class SyncRunFilter(BaseModelFilter):
    endpoint: Annotated['RelatedProxmoxEndpointFilter', OURS] | None = field()
    endpoint_id: ID | None = field()
    status: BaseFilterLookup[SyncStatusEnum] | None = field()
    trigger: BaseFilterLookup[SyncTriggerEnum] | None = field()
    is_preview: FilterLookup[bool] | None = field()
    requested_at: DatetimeFilterLookup | None = field()
    started_at: DatetimeFilterLookup | None = field()
    ended_at: DatetimeFilterLookup | None = field()
    error_code: StrFilterLookup | None = field()

    @strawberry_django.filter_field
    def has_changes(self, value: bool, prefix: str) -> Q:
        """Runs that changed something, or all others."""
        return _filled(f'{prefix}changes', value)

    @strawberry_django.filter_field
    def has_warnings(self, value: bool, prefix: str) -> Q:
        """Runs with warnings, or all others."""
        return _filled(f'{prefix}warnings', value)


def _filled(name: str, value: bool) -> Q:
    is_empty = Q(**{name: []})
    return ~is_empty if value else is_empty
