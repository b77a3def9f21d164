"""What release 0.1.0 leaves in broker, store of results and database for the worker of the next one to find.

The files hold what its code put there for run 424242. The messages of the first file stand alone; those of the second
belong to one chord, whose join is kept in the store of results: before a part of the header is done, and half done.
"""

import json
import re
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from kombu import Connection, Exchange, Producer

from tests.integration.services import KEY_PREFIX, Services

from .scene import Scene

__all__ = ('MESSAGES', 'OldChord', 'old_run', 'send')

FOLDER = Path(__file__).parent
MESSAGES: Final[dict[str, Any]] = json.loads((FOLDER / 'messages_of_0_1_0.json').read_text())
CHORD = (FOLDER / 'chord_of_0_1_0.json').read_text()
RUN = '424242'
ID = re.compile(r'[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}')
MOMENT = '2026-11-24T09:00:00+00:00'
REGISTERED = json.dumps({'register': {'state': 'done', 'started_at': MOMENT, 'ended_at': MOMENT}})
INSERT_RUN = """
    INSERT INTO netbox_proxbox_syncrun (endpoint_id, status, trigger, request_id, publish_count, stages, readings,
        changes, warnings, error_code, cause, cure, started_at)
    VALUES (%s, %s, 'manual', gen_random_uuid(), 1, %s, '{}', '[]', '[]', '', '', '', now()) RETURNING id
"""


def old_run(scene: Scene, *, is_registered: bool = True) -> int:
    """Insert a run as 0.1.0 did: with or without a registration behind it."""
    (row,) = scene.database.rows(INSERT_RUN, scene.endpoint, 'running', REGISTERED if is_registered else '{}')
    return int(row['id'])


def send(services: Services, message: Any, run_id: int) -> None:
    """Put a message that stands alone into its queue, for a run of now."""
    _publish(services, json.loads(json.dumps(message).replace(RUN, str(run_id))))


class OldChord:
    """The chord of a run, with ids of its own."""

    def __init__(self, services: Services, run_id: int) -> None:
        self._services = services
        ids = {found: str(uuid4()) for found in ID.findall(CHORD)}
        self._content = json.loads(ID.sub(lambda found: ids[found[0]], CHORD.replace(RUN, str(run_id))))

    def restore(self, moment: str) -> None:
        """Put into the store of results what is there at a moment of the join."""
        with self._services.broker.store() as client:
            for name, kept in self._content['states'][moment].items():
                key = f'{KEY_PREFIX}{name}'
                if isinstance(kept, str):
                    client.set(key, kept)
                elif isinstance(kept[0], str):
                    client.sadd(key, *kept)
                else:
                    client.zadd(key, dict(kept))

    def send(self, *tasks: str) -> None:
        """Put these of its messages into their queue."""
        for task in tasks:
            _publish(self._services, self._content['messages'][task])


def _publish(services: Services, message: Any) -> None:
    options = {'global_keyprefix': KEY_PREFIX, **services.broker.options}
    with Connection(services.broker.url, transport_options=options) as broker, broker.channel() as channel:
        producer = Producer(channel, Exchange(message['queue']), message['queue'], serializer='json')
        producer.publish(message['body'], headers=message['headers'], correlation_id=message['headers']['id'])
