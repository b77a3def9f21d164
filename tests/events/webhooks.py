"""Somebody who hears of every event type: a webhook that a real HTTP server receives, and a user who is notified."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from core.models import ObjectType
from django.test import TestCase
from django_rq import get_queue
from extras.models import EventRule, NotificationGroup, Webhook
from rq import SimpleWorker
from users.models import User

from netbox_proxbox.events.sender import send_unsent
from netbox_proxbox.events.types import EVENT_TYPES
from netbox_proxbox.models import Heartbeat, ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode

__all__ = ('Listener', 'committed', 'listening', 'notified', 'rule_for')

ABOUT = (ProxboxBackend, ProxmoxEndpoint, ProxmoxCluster, ProxmoxNode, Heartbeat)


def committed(work: Callable[[], object]) -> None:
    """Do something as if it were committed: NetBox queues its tasks after that."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        work()


class Listener:
    """What was received, in order."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.received: list[dict[str, Any]] = []

    def hear(self) -> list[dict[str, Any]]:
        """Have everything sent, by our sender and NetBox's worker, and return the payloads that came since."""
        already = len(self.received)
        committed(send_unsent)
        queue = get_queue('default')
        SimpleWorker([queue], connection=queue.connection).work(burst=True, logging_level='WARNING')
        return [each['data'] for each in self.received[already:]]

    def told(self) -> list[tuple[str, str]]:
        """Have everything sent, and return type and object of what came."""
        return [(data['event'].removeprefix('proxbox_'), data['display']) for data in self.hear()]


@contextmanager
def listening() -> Iterator[Listener]:
    """Serve HTTP, and let a webhook lead there for all of our event types."""
    listener = Listener('')

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers['Content-Length']))
            listener.received.append(json.loads(body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(('127.0.0.1', 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        listener.url = f'http://127.0.0.1:{server.server_port}/'
        webhook = Webhook.objects.create(name='Listener', payload_url=listener.url)
        rule_for('Listener', 'webhook', webhook)
        yield listener
        server.shutdown()


def rule_for(name: str, action_type: str, action_object: Any, **fields: Any) -> EventRule:
    """Save a rule for all of our event types, about whatever they may be."""
    types = [each.name for each in EVENT_TYPES]
    rule = EventRule.objects.create(
        name=name, event_types=types, action_type=action_type, action_object=action_object, **fields
    )
    rule.object_types.set(ObjectType.objects.get_for_models(*ABOUT).values())
    return rule


def notified(name: str = 'ada') -> User:
    """Save a user who is notified of everything."""
    user = User.objects.create_user(name)
    group = NotificationGroup.objects.create(name=name)
    group.users.add(user)
    rule_for(f'Notify {name}', 'notification', group)
    return user
