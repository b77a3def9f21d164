"""What is linked to what: nodes to devices, clusters to clusters, each within the scope of an endpoint."""

from collections.abc import Collection, Mapping
from typing import Any

from dcim.models import Device
from django.db.models import QuerySet
from virtualization.models import Cluster

from netbox_proxbox.choices import LinkOriginChoices
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode

from .create_missing import Creator
from .followed_status import STATUS_OF
from .link_addresses import devices_by_address
from .link_targets import SHORT_NAME, Kind
from .linking import Row, Rule
from .new_cluster import create_cluster
from .new_device import create_device
from .unlinked import Unlinked

__all__ = ('CLUSTERS', 'NODES')


class Nodes(Kind):
    """Nodes are linked to devices."""

    model, target = ProxmoxNode, Device
    rules = {
        Rule.NAME: 'link_by_name',
        Rule.SHORT_NAME: 'link_by_short_name',
        Rule.ADDRESS: 'may_link_by_address',
    }

    def addresses(self, rows: Collection[Row]) -> Mapping[int, frozenset[str]]:
        """Return the devices by primary, out-of-band and interface addresses."""
        return devices_by_address({row.address for row in rows if row.address})

    def create(self, thing: Unlinked, creator: Creator) -> dict[str, Any]:
        """Create a device. A sync sets its status as long as that is the one which a sync has set last."""
        device = create_device(thing, creator)
        if device is None:
            return {}
        is_followed = device.status in STATUS_OF.values()
        return {**_created(self, device), 'followed_status': device.status if is_followed else ''}

    def in_scope(self, endpoint: ProxmoxEndpoint) -> QuerySet[Any]:
        """Return the devices of site, location, cluster, tenant and role, as far as the endpoint names them."""
        scope = {
            'site': endpoint.link_site_id,
            'location__in': _with_all_below(endpoint, 'link_location'),
            'cluster': endpoint.link_cluster_id,
            'tenant': endpoint.link_tenant_id,
            'role__in': _with_all_below(endpoint, 'link_role'),
        }
        return _within(Device, scope)


class Clusters(Kind):
    """Clusters are linked to clusters. They have no address and no role."""

    model, target = ProxmoxCluster, Cluster
    rules = {Rule.NAME: 'link_by_name', Rule.SHORT_NAME: 'link_by_short_name'}

    def create(self, thing: Unlinked, creator: Creator) -> dict[str, Any]:
        """Create a cluster."""
        cluster = create_cluster(thing.name, creator)
        return {} if cluster is None else _created(self, cluster)

    def in_scope(self, endpoint: ProxmoxEndpoint) -> QuerySet[Any]:
        """Return the clusters of site, location and tenant, or the one cluster, as far as the endpoint names them."""
        scope = {
            '_site': endpoint.link_site_id,
            '_location__in': _with_all_below(endpoint, 'link_location'),
            'pk': endpoint.link_cluster_id,
            'tenant': endpoint.link_tenant_id,
        }
        return _within(Cluster, scope)


CLUSTERS, NODES = Clusters(), Nodes()


def _created(kind: Kind, target: Any) -> dict[str, Any]:
    return {kind.model.link: target, 'link_origin': LinkOriginChoices.CREATED}


def _within(model: Any, scope: Mapping[str, Any]) -> QuerySet[Any]:
    named = {name: value for name, value in scope.items() if value is not None}
    return QuerySet(model).filter(**named).alias(short_name=SHORT_NAME).order_by()


def _with_all_below(endpoint: ProxmoxEndpoint, name: str) -> Any:
    """Return a location or role with those below it, None where the endpoint names none."""
    if getattr(endpoint, f'{name}_id') is None:
        return None
    return getattr(endpoint, name).get_descendants(include_self=True)
