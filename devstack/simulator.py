"""The simulated Proxmox VE as a process of the stack."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from devstack.process import Command
from devstack.readiness import log_shows
from devstack.supervisor import Supervisor

__all__ = ['ProxmoxSimulator', 'start_simulator']


@dataclass(frozen=True)
class ProxmoxSimulator:
    """A running simulator: the port of each estate, and the address of the API that steers it."""

    ports: Mapping[str, int]
    control_url: str


def start_simulator(supervisor: Supervisor, *options: str, name: str = 'proxmox-ve') -> ProxmoxSimulator:
    """Start it; `options` go to `python -m devstack.proxmox_ve`. Returns when every estate answers."""
    command = Command(name, [sys.executable, '-m', 'devstack.proxmox_ve', *options])
    process = supervisor.start(command, foundation=True)
    process.wait_until(lambda: log_shows(process, r'(?m)^\{.*\}$'), timeout=60)
    ready = json.loads(next(line for line in process.log.read_text().splitlines() if line.startswith('{')))
    ports = {estate: door['port'] for estate, door in ready['estates'].items()}
    return ProxmoxSimulator(ports, ready['control'])
