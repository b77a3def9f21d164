"""A running simulation as the tests see it."""

import http.client
import json
import ssl
from dataclasses import dataclass
from typing import Any

from devstack.proxmox_ve.control import Control
from devstack.proxmox_ve.estates import find_estate
from devstack.proxmox_ve.simulation import Simulation

__all__ = ('ServedEstates',)


@dataclass(frozen=True, slots=True)
class ServedEstates:
    """A running simulation with its control, and a client that trusts its authority."""

    simulation: Simulation
    control: Control
    trust: ssl.SSLContext

    def ask(
        self, label: str, path: str, *, timeout: float = 5.0, trust: ssl.SSLContext | None = None
    ) -> tuple[int, str, Any]:
        """Status, reason and data of one request by token; None where there is no body."""
        access = find_estate(label.split('@')[0]).access
        token = f'PVEAPIToken={access.username}!{access.token_name}={access.token_value}'
        door = self.simulation.doors[label]
        connection = http.client.HTTPSConnection(door.host, door.port, timeout=timeout, context=trust or self.trust)
        try:
            connection.request('GET', f'/api2/json{path}', headers={'Authorization': token})
            response = connection.getresponse()
            body = response.read()
            return response.status, response.reason, json.loads(body)['data'] if body else None
        finally:
            connection.close()
