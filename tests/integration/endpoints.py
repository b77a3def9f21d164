"""Backends and endpoints in NetBox, made for a test and removed after it."""

from collections.abc import Mapping
from itertools import count
from typing import Any

from devstack.proxmox_ve.estates import find_estate
from devstack.proxmox_ve.simulation import DoorSpec
from devstack.simulator import ProxmoxSimulator

from .netbox import PLUGIN, NetBox

__all__ = ('Endpoints',)

_numbers = count(1)


class Endpoints:
    """Adds them for the doors of a simulation: read through a backend, or directly without one."""

    def __init__(self, netbox: NetBox, simulator: ProxmoxSimulator) -> None:
        self._netbox = netbox
        self._simulator = simulator
        self._added: list[str] = []

    def add(self, door: str, backend: int | None, **content: Any) -> int:
        """Add an endpoint for a door of the simulation, and return its id; `content` replaces what fits the door."""
        return self._add(
            'endpoints',
            {'name': f'{door} {next(_numbers)}', 'sync_interval': None} | self.content(door, backend) | content,
        )

    def content(self, door: str, backend: int | None) -> dict[str, Any]:
        """The fields of an endpoint, without its name, that fit a door of the simulation.

        Read directly it trusts the cluster's own authority; proxbox-api trusts none of them.
        """
        return {
            'backend': backend,
            'ip_address': self._simulator.hosts[door],
            'port': self._simulator.ports[door],
            **self.login(door),
            'verify_ssl': backend is None,
            'ca_certificate': self._simulator.authorities[door] if backend is None else '',
            'tls_fingerprint': '',
            'further_addresses': [],
            'timeout': None,
        }

    def login(self, door: str) -> dict[str, str]:
        """The login at a door of the simulation, which whoever is to get it from now on needs again."""
        access = find_estate(DoorSpec.parse(door).estate).access
        return {
            'username': access.username,
            'password': access.password,
            'token_name': access.token_name,
            'token_value': access.token_value,
        }

    def add_backend(self, name: str, url: str, api_key: str, **content: Any) -> int:
        """Add a backend and return its id; the number makes its name its own."""
        wanted = {'name': f'{name} {next(_numbers)}', 'base_url': url, 'api_key': api_key}
        return self._add('backends', wanted | content)

    def change(self, endpoint: int, **content: Any) -> None:
        """Change fields of an endpoint."""
        self._netbox.patch(f'{PLUGIN}/endpoints/{endpoint}/', **content)

    def remove(self, endpoint: int, **parameters: str) -> None:
        """Remove one endpoint ahead of the others."""
        path = f'{PLUGIN}/endpoints/{endpoint}/'
        self._netbox.delete(path, **parameters)
        self._added.remove(path)

    def remove_all(self) -> None:
        """Remove what was added: endpoints first, for they protect their backends."""
        for path in sorted(self._added, key=lambda path: '/backends/' in path):
            self._netbox.delete(path)
        self._added.clear()

    def _add(self, kind: str, content: Mapping[str, Any]) -> int:
        added = int(self._netbox.post(f'{PLUGIN}/{kind}/', content)['id'])
        self._added.append(f'{PLUGIN}/{kind}/{added}/')
        return added
