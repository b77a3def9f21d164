"""What the demo creates in NetBox: an endpoint for each simulated estate, and a backend for some of them."""

from collections.abc import Collection, Mapping
from typing import Any

from devstack.netbox_api import PLUGIN, NetBoxApi
from devstack.ports import HOST
from devstack.proxbox_api import ProxboxApiServer
from devstack.proxmox_ve.estate import Access
from devstack.proxmox_ve.estates import ESTATES
from devstack.simulator import ProxmoxSimulator

__all__ = ['READ_DIRECTLY', 'READ_THROUGH', 'create_backend', 'create_endpoints', 'endpoint_content']

READ_DIRECTLY = ('lab', 'solo', 'farm')
READ_THROUGH = ('dc', 'edge')
_INTERVAL = {'every': 1, 'period': 'minutes'}


def create_backend(netbox: NetBoxApi, server: ProxboxApiServer) -> int:
    """Create the backend with its key and return its id."""
    content = {'name': 'proxbox-api', 'base_url': server.url, 'api_key': server.api_key}
    return int(netbox.post(f'{PLUGIN}/backends/', content)['id'])


def create_endpoints(
    netbox: NetBoxApi, simulator: ProxmoxSimulator, estates: Collection[str], backend: int | None = None
) -> Mapping[str, int]:
    """Create one endpoint for each of these estates, read through a backend if one is given; returns ids by name."""
    ids = {}
    for name in estates:
        content = endpoint_content(name, ESTATES[name].access, simulator.ports[name])
        way = _through(backend) if backend is not None else _directly(simulator.authorities[name])
        ids[name] = int(netbox.post(f'{PLUGIN}/endpoints/', content | way)['id'])
    return ids


def endpoint_content(name: str, access: Access, port: int) -> dict[str, Any]:
    """Return an endpoint that is synced every minute."""
    return {
        'name': name,
        'ip_address': HOST,
        'port': port,
        'username': access.username,
        'password': access.password,
        'token_name': access.token_name,
        'token_value': access.token_value,
        'sync_interval': _INTERVAL,
    }


def _directly(authority: str) -> dict[str, Any]:
    """Verify with the cluster's own CA, as it would be pasted from /etc/pve/pve-root-ca.pem."""
    return {'ca_certificate': authority}


def _through(backend: int) -> dict[str, Any]:
    """Certificates are as on a new Proxmox VE, which proxbox-api does not trust."""
    return {'backend': backend, 'verify_ssl': False}
