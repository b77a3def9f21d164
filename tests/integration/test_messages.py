"""A message of another kind than plain JSON is refused by the worker, which executes nothing of it and goes on."""

import json
import pickle
import re
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from .netbox import NetBox
from .services import KEY_PREFIX, Services
from .waiting import wait_for

pytestmark = pytest.mark.integration


class _Payload:
    """What whoever unpickles it executes."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return Path.touch, (self._mark,)


def pickled(mark: Path) -> tuple[str, bytes]:
    return 'application/x-python-serialize', pickle.dumps(([_Payload(mark)], {}, {}))


def yaml(mark: Path) -> tuple[str, bytes]:
    return 'application/x-yaml', f'- [!!python/object/apply:os.mknod ["{mark}"]]\n- {{}}\n- {{}}\n'.encode()


def message(task: str, content_type: str, body: bytes) -> str:
    """It as Celery's transport keeps it in a list of Redis."""
    tag = str(uuid4())
    properties = {
        'correlation_id': tag,
        'delivery_mode': 2,
        'delivery_info': {'exchange': 'stages', 'routing_key': 'stages'},
        'priority': 0,
        'body_encoding': 'base64',
        'delivery_tag': tag,
    }
    headers = {'lang': 'py', 'task': task, 'id': tag, 'root_id': tag, 'parent_id': None, 'retries': 0}
    content = {'body': b64encode(body).decode(), 'content-encoding': 'binary', 'content-type': content_type}
    return json.dumps({**content, 'headers': headers, 'properties': properties})


@pytest.mark.parametrize('made', [pickled, yaml])
def test_it_executes_nothing(
    services: Services,
    netbox: NetBox,
    instant_endpoint: int,
    tmp_path: Path,
    made: Callable[[Path], tuple[str, bytes]],
) -> None:
    mark, queue = tmp_path / 'executed', f'{KEY_PREFIX}stages'
    content_type, body = made(mark)
    with services.broker.store() as client:
        client.lpush(queue, message('worker.tasks.tick', content_type, body))
        wait_for(lambda: client.llen(queue) == 0)

    # What is sent later is done later: by then the other message was looked at.
    assert netbox.sync(instant_endpoint).outcome == ('succeeded', '')
    assert not mark.exists()
    assert services.worker.is_running()
    log = services.worker.log.read_text(errors='replace')
    assert re.search(rf'Refusing to deserialize untrusted content of type \w+ \({content_type}\)', log)
