"""Valkey alone, apart from NetBox's own: it can be stopped, and emptied."""

import os
import signal

from devstack.netbox_site import NetBoxSite
from devstack.ports import HOST
from devstack.process import Command
from devstack.supervisor import Supervisor
from devstack.valkey import Valkey, start, start_valkey

from .on_redis import BrokerOnRedis

__all__ = ('ValkeyBroker',)


class ValkeyBroker(BrokerOnRedis):
    """A Valkey that forgets all of its keys when it is stopped."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self._server = start_valkey(supervisor.new_folder(), supervisor)
        self.password = self._server.password
        self.url = self.store_url = f'redis://:{self.password}@{HOST}:{self._server.port}/0'
        with self._server.connect() as client:
            told = client.info('server')
        self._command = Command('broker', [told['executable'], told['config_file']])

    @property
    def server(self) -> Valkey:
        return self._server

    def join(self, site: NetBoxSite) -> None:
        site.environment['PROXBOX_BROKER_URL'] = self.url

    def fail(self) -> None:
        """Be killed, and start again empty."""
        (pid,) = self.pids()
        os.kill(pid, signal.SIGKILL)
        self.start()

    def stop(self) -> None:
        with self._server.connect() as client:
            client.shutdown(nosave=True)

    def start(self) -> None:
        """Start again, empty, at the same address."""
        start(self._server, self._command, self._supervisor)

    def pids(self) -> list[int]:
        with self._server.connect() as client:
            return [int(client.info('server')['process_id'])]
