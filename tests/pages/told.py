"""Who is told of every event type: a webhook that leads to a real server, and an administrator by notifications."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from playwright.sync_api import Page, expect

from netbox_proxbox.events.types import EVENT_TYPES
from tests.integration.netbox import NetBox
from tests.integration.services import Services
from tests.integration.waiting import wait_for
from tests.sources.proxbox_api.scripted_backend import Reply, ScriptedBackend

from .forms import content_of

__all__ = ('Told',)

KINDS = ('event-rules', 'webhooks', 'notification-groups', 'notifications')
ABOUT = ('proxboxbackend', 'proxmoxendpoint', 'proxmoxcluster', 'proxmoxnode', 'heartbeat')
WATCH = 'ProxBox watch'
TEXTS = {each.name: each.text for each in EVENT_TYPES}


class Told:
    """Everything that is told, which is expected event by event."""

    def __init__(self, services: Services, receiver: ScriptedBackend) -> None:
        self._services, self._netbox, self._receiver = services, services.netbox, receiver
        self.types: set[str] = set()
        self.forget()

    @classmethod
    @contextmanager
    def of(cls, services: Services) -> Iterator[Self]:
        """With event rules for all types, and NetBox's own worker, which delivers webhooks. In the end both go."""
        process = services.stack.start_rqworker()
        try:
            with ScriptedBackend(lambda _: Reply(status=204)) as receiver:
                _add_rules(services.netbox, receiver.connection().url)
                yield cls(services, receiver)
        finally:
            for kind in KINDS:
                _remove(services.netbox, kind)
            services.stack.supervisor.stop(process)

    def forget(self) -> None:
        """Begin anew, but for the types of which somebody was told."""
        self._expected: list[tuple[str, str]] = []
        self._receiver.received.clear()
        _remove(self._netbox, 'notifications')

    @property
    def received(self) -> list[dict[str, Any]]:
        """The payloads of the webhook, in order."""
        return [received.payload['data'] for received in self._receiver.received]

    def expect(self, page: Page, event: str, display: str) -> dict[str, Any]:
        """Wait for the next event, which is this one, see its notification, and return what the webhook received."""
        self._expected.append((event, display))
        wait_for(lambda: len(self.received) >= len(self._expected), seen=self._heard)
        self.expect_no_more()
        page.goto('/user/notifications/')
        notification = content_of(page).get_by_role('row').filter(has_text=TEXTS[event])
        expect(notification.filter(has_text=display)).to_have_count(1)
        _remove(self._netbox, 'notifications')
        self.types.add(event)
        return self.received[-1]

    def expect_no_more(self) -> None:
        """Nothing else came, and nothing twice."""
        heard = self._heard()
        assert heard == self._expected, f'{heard} and not {self._expected}'
        assert len({payload['event_id'] for payload in self.received}) == len(self._expected)

    def look(self) -> None:
        """Have NetBox's worker do the system job ahead of its time, as an administrator may, and wait for its end."""
        wait_for(lambda: self._scheduled_watch() != '')
        watch = self._scheduled_watch()
        self._netbox.answer('POST', f'/api/core/background-tasks/{watch}/enqueue/')
        wait_for(lambda: self._scheduled_watch() not in ('', watch), seen=self._scheduled_watch)
        (done,) = self._netbox.find('/api/core/jobs/', name=WATCH, job_id=watch)
        assert done['status']['value'] == 'completed', done

    def _scheduled_watch(self) -> str:
        """The key of the job that is to come, if there is one."""
        jobs = self._netbox.find('/api/core/jobs/', name=WATCH, status='scheduled')
        return str(jobs[0]['job_id']) if jobs else ''

    def _heard(self) -> list[tuple[str, str]]:
        return [(payload['event'], payload['display']) for payload in self.received]


def _remove(netbox: NetBox, kind: str) -> None:
    for each in netbox.find(f'/api/extras/{kind}/'):
        netbox.delete(f'/api/extras/{kind}/{each["id"]}/')


def _add_rules(netbox: NetBox, url: str) -> None:
    webhook = netbox.post('/api/extras/webhooks/', {'name': 'all', 'payload_url': url})
    admin = netbox.find('/api/users/users/', username='admin')[0]
    group = netbox.post('/api/extras/notification-groups/', {'name': 'On call', 'users': [admin['id']]})
    about = [f'netbox_proxbox.{model}' for model in ABOUT]
    for action_type, action, made in (('webhook', 'webhook', webhook), ('notification', 'notificationgroup', group)):
        rule = {'name': action, 'event_types': list(TEXTS), 'object_types': about, 'action_type': action_type}
        netbox.post(
            '/api/extras/event-rules/',
            rule | {'action_object_type': f'extras.{action}', 'action_object_id': made['id']},
        )
