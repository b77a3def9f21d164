"""Valkey with a replica and three Sentinels: when the primary fails, the replica takes its place."""

from collections.abc import Mapping
from typing import Any

from devstack.brokers.sentinel import SERVICE, SentinelBroker
from devstack.netbox_site import NetBoxSite
from devstack.ports import HOST
from devstack.supervisor import Supervisor
from devstack.valkey import Valkey
from tests.integration.waiting import wait_for

from .on_redis import BrokerOnRedis

__all__ = ('SentinelUnderTest',)


class SentinelUnderTest(BrokerOnRedis):
    """NetBox asks the Sentinels for its own Redis, and the worker follows it."""

    options = {'master_name': SERVICE}
    is_netbox_redis = True

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self._running = SentinelBroker(supervisor)
        self.password = self._running.password

    @property
    def settings(self) -> Mapping[str, Any]:
        return self._running.settings

    @property
    def server(self) -> Valkey:
        return self._running.primary

    def join(self, site: NetBoxSite) -> None:
        self.database = site.settings.redis_database
        ports = self._running.sentinel_ports
        self.url = ';'.join(f'sentinel://:{self.password}@{HOST}:{port}/{self.database}' for port in ports)
        self.store_url = self.url

    def fail(self) -> None:
        """Kill the primary; the replica takes its place, and the old one is its replica when it is back."""
        failed = self.server
        self._kill(failed)
        wait_for(lambda: self.server != failed, within=30, every=0.05)
        self._running.start_again(failed)

    def stop(self) -> None:
        self._stopped = self.server
        for server in self._running.servers:
            self._kill(server)

    def start(self) -> None:
        """Start both again, empty."""
        for server in sorted(self._running.servers, key=lambda server: server != self._stopped):
            self._running.start_again(server)

    def pids(self) -> list[int]:
        return [each.pid for each in (*self._running.processes.values(), *self._running.sentinels)]

    def _kill(self, server: Valkey) -> None:
        process = self._running.processes[server.port]
        process.kill()
        self._supervisor.stop(process)
