"""The simulated Proxmox VE as a process of the stack."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from devstack.process import Command
from devstack.readiness import log_shows
from devstack.supervisor import Supervisor

__all__ = ['ProxmoxSimulator', 'start_simulator']


DOOR_FACTS = ('host', 'port', 'authority')


@dataclass(frozen=True)
class ProxmoxSimulator:
    """A running simulator: where each address listens and the root CA behind it (PEM), and the API that steers it."""

    ports: Mapping[str, int]
    control_url: str
    hosts: Mapping[str, str]
    authorities: Mapping[str, str] = field(repr=False)


def start_simulator(supervisor: Supervisor, *options: str, name: str = 'proxmox-ve') -> ProxmoxSimulator:
    """Start it; `options` go to `python -m devstack.proxmox_ve`. Returns when every estate answers."""
    command = Command(name, [sys.executable, '-m', 'devstack.proxmox_ve', *options])
    process = supervisor.start(command, foundation=True)
    process.wait_until(lambda: log_shows(process, r'(?m)^\{.*\}$'), timeout=60)
    ready = json.loads(next(line for line in process.log.read_text().splitlines() if line.startswith('{')))
    told = {name: {label: door[name] for label, door in ready['estates'].items()} for name in DOOR_FACTS}
    return ProxmoxSimulator(told['port'], ready['control'], told['host'], told['authority'])
