"""The broker of the worker under test, apart from NetBox's own Redis: it can be stopped, and emptied."""

from devstack.ports import HOST
from devstack.process import Command
from devstack.supervisor import Supervisor
from devstack.valkey import start_valkey

__all__ = ('Broker',)


class Broker:
    """A Valkey that forgets all of its keys when it is stopped."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self.server = start_valkey(supervisor.new_folder(), supervisor)
        self.url = f'redis://:{self.server.password}@{HOST}:{self.server.port}/0'
        with self.server.connect() as client:
            told = client.info('server')
        self._command = Command('broker', [told['executable'], told['config_file']])

    def empty(self) -> None:
        """Forget everything, as a Redis without persistence does when it is killed."""
        with self.server.connect() as client:
            client.flushall()

    def stop(self) -> None:
        with self.server.connect() as client:
            client.shutdown(nosave=True)

    def start(self) -> None:
        """Start again, empty, at the same address."""
        process = self._supervisor.start(self._command, foundation=True)
        process.wait_until(self.server.answers, timeout=30)
