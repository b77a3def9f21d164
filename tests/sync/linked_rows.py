"""A cluster of three nodes, written and linked by rule, and what came of it."""

from typing import Any

from virtualization.models import Cluster, ClusterType

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sources.records import Topology
from tests.builders import written
from tests.readings import cluster_of, numbered

__all__ = ('CLUSTER', 'a_cluster', 'links', 'node_of', 'says', 'sync')

CLUSTER = cluster_of(*numbered(3), name='lab')


def sync(endpoint: ProxmoxEndpoint, topology: Topology = CLUSTER) -> list[dict[str, Any]]:
    """Write a reading, and return the records of links and of candidates."""
    endpoint.refresh_from_db()
    done, _ = written(endpoint, topology)
    return [each for each in done.records if {'link_origin', 'link_candidates'} & each['fields'].keys()]


def a_cluster(name: str = 'lab', **fields: Any) -> Cluster:
    kind, _ = ClusterType.objects.get_or_create(name='Proxmox VE', slug='pve')
    return Cluster.objects.create(name=name, type=kind, **fields)


def says(endpoint: ProxmoxEndpoint, **settings: Any) -> None:
    ProxmoxEndpoint.objects.filter(pk=endpoint.pk).update(**settings)


def node_of(endpoint: ProxmoxEndpoint, name: str = 'pve1') -> ProxmoxNode:
    return ProxmoxNode.objects.get(endpoint=endpoint, name=name)


def links() -> dict[str, tuple[Any, str, Any]]:
    """What each row is linked to, where that is from, and what its candidates are."""
    return {
        row.name: (getattr(row, row.link), row.link_origin, row.link_candidates)
        for model in (ProxmoxCluster, ProxmoxNode)
        for row in model.objects.all()
    }
