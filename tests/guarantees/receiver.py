"""Who hears, by a webhook, of what happens while things break: a server that remembers the keys of the events."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self
from uuid import UUID

from devstack import commands
from netbox_proxbox.events.types import EVENT_TYPES
from tests.integration.netbox import NetBox
from tests.integration.services import Services
from tests.integration.waiting import wait_for
from tests.sources.proxbox_api.scripted_backend import Reply, ScriptedBackend

from .database import Database

__all__ = ('Receiver',)

ABOUT = ('proxboxbackend', 'proxmoxendpoint', 'proxmoxcluster', 'proxmoxnode')
# Ends when all is delivered, and starts no process for each task.
UNTIL_ALL_IS_DELIVERED = ('--burst', '--worker-class=rq.worker.SimpleWorker')


class Receiver:
    """What its webhook receives, beside what the outbox has."""

    def __init__(self, services: Services, server: ScriptedBackend, database: Database) -> None:
        self._services, self._server, self._database = services, server, database
        self._of_others = database.events()

    @classmethod
    @contextmanager
    def of(cls, services: Services) -> Iterator[Self]:
        """One with an event rule for all types. In the end it has received what was committed, and nothing else.

        What NetBox has taken and put into its own Redis is lost with it, where that is the broker that is broken.
        """
        with (
            ScriptedBackend(lambda _: Reply(status=204)) as server,
            Database.of(services) as database,
            _rule(services.netbox, server.connection().url),
        ):
            receiver = cls(services, server, database)
            yield receiver
            receiver._check()

    @property
    def received(self) -> set[UUID]:
        """The keys of the events that it heard of; a second copy has the key of the first."""
        return {UUID(each.payload['data']['event_id']) for each in self._server.received}

    def _check(self) -> None:
        wait_for(lambda: self._database.unsent() == 0)
        self._deliver()
        committed = self._database.events() - self._of_others
        assert committed
        if not self._services.broker.is_netbox_redis:
            assert committed - self.received == set(), 'lost after their commit'
        assert self.received - committed == set(), 'told of what was never committed'

    def _deliver(self) -> None:
        """Have NetBox's own worker do all that was left to it."""
        stack, arguments = self._services.stack, (*commands.RQWORKER, *UNTIL_ALL_IS_DELIVERED)
        worker = stack.supervisor.start(stack.site.command('deliver', *arguments))
        assert worker.wait(timeout=300) == 0, worker.last_lines()


@contextmanager
def _rule(netbox: NetBox, url: str) -> Iterator[None]:
    webhook = netbox.post('/api/extras/webhooks/', {'name': 'Receiver', 'payload_url': url})
    rule = netbox.post(
        '/api/extras/event-rules/',
        {
            'name': 'Receiver',
            'event_types': [each.name for each in EVENT_TYPES],
            'object_types': [f'netbox_proxbox.{model}' for model in ABOUT],
            'action_type': 'webhook',
            'action_object_type': 'extras.webhook',
            'action_object_id': webhook['id'],
        },
    )
    try:
        yield
    finally:
        netbox.delete(f'/api/extras/event-rules/{rule["id"]}/')
        netbox.delete(f'/api/extras/webhooks/{webhook["id"]}/')
