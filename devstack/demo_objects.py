"""What the demo creates in NetBox: one backend, and an endpoint for each simulated estate."""

from collections.abc import Mapping
from typing import Any

from devstack.netbox_api import PLUGIN, NetBoxApi
from devstack.ports import HOST
from devstack.proxbox_api import ProxboxApiServer
from devstack.proxmox_ve.estate import Access
from devstack.proxmox_ve.estates import ESTATES
from devstack.simulator import ProxmoxSimulator

__all__ = ['create_backend', 'create_endpoints', 'endpoint_content']

_INTERVAL = {'every': 1, 'period': 'minutes'}


def create_backend(netbox: NetBoxApi, server: ProxboxApiServer) -> int:
    """Create the backend with its key and return its id."""
    content = {'name': 'proxbox-api', 'base_url': server.url, 'api_key': server.api_key}
    return int(netbox.post(f'{PLUGIN}/backends/', content)['id'])


def create_endpoints(netbox: NetBoxApi, backend: int, simulator: ProxmoxSimulator) -> Mapping[str, int]:
    """Create one endpoint for each estate that is served; returns their ids by name."""
    ids = {}
    for name, port in simulator.ports.items():
        content = endpoint_content(name, ESTATES[name].access, backend, port)
        ids[name] = int(netbox.post(f'{PLUGIN}/endpoints/', content)['id'])
    return ids


def endpoint_content(name: str, access: Access, backend: int, port: int) -> dict[str, Any]:
    """Return an endpoint that is synced every minute. Certificates are as on a new Proxmox VE: its own."""
    return {
        'name': name,
        'backend': backend,
        'ip_address': HOST,
        'port': port,
        'username': access.username,
        'password': access.password,
        'token_name': access.token_name,
        'token_value': access.token_value,
        'verify_ssl': False,
        'sync_interval': _INTERVAL,
    }
