"""The real proxbox-api in a virtual environment of its own: its requirements and NetBox's exclude each other."""

import fcntl
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import requests
from uv import find_uv_bin

from devstack.commands import PROXBOX_API
from devstack.credentials import Credentials
from devstack.paths import STATE
from devstack.ports import HOST, free_port
from devstack.process import Command, Process
from devstack.proxbox_api_versions import LOCKED, chosen, lock_of
from devstack.readiness import answers
from devstack.supervisor import Supervisor

__all__ = ['ProxboxApiServer', 'install_proxbox_api', 'start_proxbox_api']


@dataclass(frozen=True)
class ProxboxApiServer:
    """A running proxbox-api, the key that opens it, and its process, whose log has a line for each request."""

    url: str
    api_key: str
    version: str
    process: Process

    @property
    def log(self) -> Path:
        return self.process.log


def install_proxbox_api(supervisor: Supervisor) -> Path:
    """Make the environment of the chosen version as its lock says, unless it is there, and return its Python."""
    version = chosen()
    environment = STATE / ('proxbox-api' if version == LOCKED else f'proxbox-api-{version}')
    python, installed = environment / 'bin' / 'python', environment / 'lock.txt'
    STATE.mkdir(exist_ok=True)
    with (STATE / 'proxbox-api.lock').open('w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = lock_of(version)
        if not installed.exists() or installed.read_bytes() != wanted.read_bytes() or not python.exists():
            _install(supervisor, environment, wanted)
            shutil.copyfile(wanted, installed)
    return python


def _install(supervisor: Supervisor, environment: Path, lock: Path) -> None:
    uv = find_uv_bin()
    python = str(environment / 'bin' / 'python')
    packages = [uv, 'pip', 'sync', '--python', python, '--require-hashes', str(lock)]
    supervisor.run(
        Command('proxbox-api-environment', [uv, 'venv', '--clear', '--python', sys.executable, str(environment)])
    )
    supervisor.run(Command('proxbox-api-packages', packages))


def start_proxbox_api(
    python: Path, folder: Path, credentials: Credentials, supervisor: Supervisor, **environment: str
) -> ProxboxApiServer:
    """Start the service with an empty database in `folder`; returns when it is ready, half a minute later."""
    port = free_port()
    settings = {
        'PROXBOX_DATABASE_PATH': str(folder / 'proxbox-api.sqlite3'),
        'PROXBOX_ENCRYPTION_KEY': credentials.proxbox_api_encryption_key,
        # proxbox-api 0.0.30 answers from a mock of its own, and does not say so, when it takes itself for under test.
        'PYTEST_CURRENT_TEST': '',
        'TESTING': '',
        'PROXMOX_API_MODE': 'real',
        **environment,
    }
    arguments: list[str | Path] = [python, '-m', *PROXBOX_API, '--host', HOST, '--port', str(port)]
    process = supervisor.start(Command('proxbox-api', arguments, settings, folder=folder), foundation=True)
    server = ProxboxApiServer(f'http://{HOST}:{port}', credentials.proxbox_api_key, chosen(), process)
    process.wait_until(lambda: answers(f'{server.url}/health'), timeout=300)
    _register_key(server)
    return server


def _register_key(server: ProxboxApiServer) -> None:
    """Register the key, which a new proxbox-api takes once and from anybody."""
    content = {'api_key': server.api_key, 'label': 'devstack'}
    requests.post(f'{server.url}/auth/register-key', json=content, timeout=30).raise_for_status()
