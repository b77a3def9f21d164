"""An endpoint that creates devices and clusters at a site, and what its syncs did."""

from dataclasses import replace
from typing import Any

from dcim.models import DeviceRole, DeviceType, Manufacturer, Site
from virtualization.models import ClusterType

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.sources.records import Topology
from netbox_proxbox.sync.writing import Written
from tests.builders import an_endpoint, written
from tests.readings import cluster_of, numbered

from .linked_rows import CLUSTER

__all__ = ('DOWN', 'one_that_creates', 'sync')

DOWN = cluster_of(*(replace(node, online=False) for node in numbered(3)), name='lab')


def one_that_creates(owner: Any) -> ProxmoxEndpoint:
    maker = Manufacturer.objects.create(name='Supermicro', slug='supermicro')
    return an_endpoint(
        link_nodes='create',
        link_clusters='create',
        create_site=Site.objects.create(name='Amsterdam', slug='ams'),
        create_role=DeviceRole.objects.create(name='Hypervisor', slug='hypervisor'),
        create_device_type=DeviceType.objects.create(manufacturer=maker, model='A', slug='a'),
        create_cluster_type=ClusterType.objects.create(name='Proxmox VE', slug='pve'),
        creation_user=owner,
    )


def sync(endpoint: ProxmoxEndpoint, topology: Topology = CLUSTER) -> Written:
    """Write a reading, and return what that did; that it has no metrics is left out."""
    endpoint.refresh_from_db()
    done, _ = written(endpoint, topology)
    return replace(done, warnings=[text for text in done.warnings if not text.startswith('Topology was written')])
