"""What somebody has documented in the demo's NetBox before ProxBox came: hosts of the farm, some of them twice."""

from collections.abc import Iterator
from typing import Any

from devstack.netbox_api import NetBoxApi
from devstack.proxmox_ve.estates import ESTATES

__all__ = ['FARM', 'create_devices', 'documented_devices']

FARM = 'farm'
# With a domain, as a DNS name; in another site, too, so that nobody can tell which it is; not at all.
WITH_DOMAIN, TWICE, UNKNOWN = range(9, 25), range(25, 28), range(31, 33)


def create_devices(netbox: NetBoxApi) -> None:
    """Create two sites, what a device needs, the farm's hosts as devices, and its cluster."""
    hall, loft = (_add(netbox, 'dcim/sites', name) for name in ('Hall', 'Loft'))
    maker = _add(netbox, 'dcim/manufacturers', 'Dell')
    model = netbox.post('/api/dcim/device-types/', {'manufacturer': maker, 'model': 'R650', 'slug': 'r650'})['id']
    of_all = {'role': _add(netbox, 'dcim/device-roles', 'Render node'), 'device_type': model, 'status': 'active'}
    sites = {'Hall': hall, 'Loft': loft}
    netbox.post_all('/api/dcim/devices/', [{'name': n, 'site': sites[s], **of_all} for n, s in documented_devices()])
    kind = _add(netbox, 'virtualization/cluster-types', 'Render farm')
    netbox.post('/api/virtualization/clusters/', {'name': ESTATES[FARM].cluster_name, 'type': kind})


def documented_devices() -> Iterator[tuple[str, str]]:
    """Return the name and the site of each device."""
    for number, node in enumerate(ESTATES[FARM].nodes, start=1):
        if number in UNKNOWN:
            continue
        yield f'{node.name}.render.example.com' if number in WITH_DOMAIN else node.name, 'Hall'
        if number in TWICE:
            yield node.name, 'Loft'


def _add(netbox: NetBoxApi, path: str, name: str) -> Any:
    return netbox.post(f'/api/{path}/', {'name': name, 'slug': name.lower().replace(' ', '-')})['id']
