"""The real proxbox-api as the tests ask it: an endpoint for each address of the simulation."""

from dataclasses import dataclass, field
from typing import Any

import requests

from devstack.proxbox_api import ProxboxApiServer
from devstack.proxmox_ve.estate import Access

__all__ = (
    'ROUTES',
    'ProxboxApiClient',
    'shape',
)

TIMEOUT = 60.0
ROUTES = {
    'cluster_status': '/proxmox/cluster/status?proxmox_endpoint_ids={id}',
    'nodes': '/proxmox/nodes/?proxmox_endpoint_ids={id}',
    'resources_node': '/proxmox/cluster/resources?type=node&proxmox_endpoint_ids={id}',
    'configured_members': '/proxmox/api2/latest/cluster/config/nodes?target_name={name}',
    'curve': '/proxmox/api2/latest/nodes/pve1/rrddata?timeframe=day&cf=AVERAGE&target_name={name}',
    'node_listing': '/proxmox/api2/latest/nodes?target_name={name}',
}


@dataclass(frozen=True, slots=True)
class ProxboxApiClient:
    """Registers endpoints by name and reads them."""

    server: ProxboxApiServer
    ids: dict[str, int] = field(default_factory=dict)

    def register(self, name: str, access: Access, port: int, *, verify_ssl: bool = False) -> None:
        """Tell proxbox-api of an address and its login."""
        credentials = {'password': access.password, 'token_name': access.token_name, 'token_value': access.token_value}
        content = {
            'name': name,
            'ip_address': '127.0.0.1',
            'port': port,
            'username': access.username,
            'verify_ssl': verify_ssl,
            **{key: value for key, value in credentials.items() if value},
        }
        answer = self._send('POST', '/proxmox/endpoints', json=content)
        answer.raise_for_status()
        self.ids[name] = answer.json()['id']

    def read(self, route: str, name: str) -> tuple[int, Any]:
        """Status and body of one route for one endpoint."""
        answer = self._send('GET', ROUTES[route].format(id=self.ids[name], name=name))
        return answer.status_code, answer.json()

    def _send(self, method: str, path: str, **given: Any) -> requests.Response:
        headers = {'X-Proxbox-API-Key': self.server.api_key}
        return requests.request(method, f'{self.server.url}{path}', headers=headers, timeout=TIMEOUT, **given)


def shape(value: object) -> object:
    """What a JSON value is made of: names and types, without the values; a list is the kinds of its items.

    A dictionary of one key has the name of a cluster or node as its key, which is not compared.
    """
    if isinstance(value, list):
        return {repr(shape(item)) for item in value}
    if isinstance(value, dict) and len(value) == 1:
        return [shape(item) for item in value.values()]
    if isinstance(value, dict):
        return {key: shape(value[key]) for key in sorted(value)}
    return type(value).__name__
