"""What stands in NetBox while pages are looked at: estates that were read, one that cannot be, links to both sides."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from tests.integration.endpoints import Endpoints
from tests.integration.netbox import PLUGIN, NetBox
from tests.integration.netbox_objects import AddedObjects

__all__ = ('CLOSED_PORT', 'NetBoxObjects', 'Scene', 'made_scene')

CLOSED_PORT = 1


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The ids of rows, each of which has everything that its page can show."""

    backend: int
    endpoint: int
    unreachable: int
    cluster: int
    node: int
    run: int
    failed_run: int
    netbox_cluster: int
    device: int
    site: int
    custom_field: int

    @property
    def rows(self) -> dict[str, int]:
        """A row of each model of the plugin, by the name of the model."""
        return {
            'proxboxbackend': self.backend,
            'proxmoxendpoint': self.endpoint,
            'proxmoxcluster': self.cluster,
            'proxmoxnode': self.node,
            'syncrun': self.run,
        }


@contextmanager
def made_scene(netbox: NetBox, endpoints: Endpoints, backend: int) -> Iterator[Scene]:
    """Sync a cluster, a standalone host and one that refuses connections, and link the first to NetBox's objects."""
    every_hour = {'every': 1, 'period': 'hours'}
    endpoint = endpoints.add('dc', backend, sync_interval=every_hour, comments='Rack **7**')
    unreachable = endpoints.add('lab', backend, port=CLOSED_PORT)
    runs = [netbox.request_sync(each).id for each in (endpoint, endpoints.add('solo', backend), unreachable)]
    run, _, failed_run = (netbox.ended(each).id for each in runs)
    rows = netbox.rows(endpoint)
    with NetBoxObjects(netbox) as own:
        cluster_id, node_id = rows.clusters[0]['id'], min(node['id'] for node in rows.nodes.values())
        netbox.patch(f'{PLUGIN}/clusters/{cluster_id}/', netbox_cluster=own.cluster)
        netbox.patch(f'{PLUGIN}/nodes/{node_id}/', netbox_device=own.device)
        yield Scene(
            backend=backend,
            endpoint=endpoint,
            unreachable=unreachable,
            cluster=cluster_id,
            node=node_id,
            run=run,
            failed_run=failed_run,
            netbox_cluster=own.cluster,
            device=own.device,
            site=own.site,
            custom_field=own.custom_field,
        )


class NetBoxObjects(AddedObjects):
    """A cluster, a device and a custom field of NetBox's own, with what they need."""

    def __enter__(self) -> Self:
        cluster_type = self.add('virtualization/cluster-types', name='Proxmox VE', slug='proxmox-ve')
        self.cluster = self.add('virtualization/clusters', name='ams1-production', type=cluster_type)
        self.custom_field = self.add('extras/custom-fields', name='rack_note', type='text', object_types=['dcim.site'])
        self.site = self.add('dcim/sites', name='Amsterdam 1', slug='ams1', status='active')
        maker = self.add('dcim/manufacturers', name='Supermicro', slug='supermicro')
        kind = self.add('dcim/device-types', manufacturer=maker, model='SYS-1029U', slug='sys-1029u', u_height=1)
        role = self.add('dcim/device-roles', name='Hypervisor', slug='hypervisor', color='2196f3')
        self.device = self.add(
            'dcim/devices', name='ams1-hv-01', site=self.site, device_type=kind, role=role, status='active'
        )
        return self
