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

    def ask(self, label: str, path: str, *, timeout: float = 5.0) -> tuple[int, str, Any]:
        """Status, reason and data of one request by token."""
        access = find_estate(label.split('@')[0]).access
        token = f'PVEAPIToken={access.username}!{access.token_name}={access.token_value}'
        port = self.simulation.doors[label].port
        connection = http.client.HTTPSConnection('127.0.0.1', port, timeout=timeout, context=self.trust)
        try:
            connection.request('GET', f'/api2/json{path}', headers={'Authorization': token})
            response = connection.getresponse()
            return response.status, response.reason, json.load(response)['data']
        finally:
            connection.close()
