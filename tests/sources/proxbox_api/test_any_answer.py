"""Whatever is answered, each question to proxbox-api is answered with a record or with an error of ours."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbox_proxbox.errors import ProxboxError
from netbox_proxbox.sources.answers import Answer
from netbox_proxbox.sources.proxbox_api import client
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.records import BackendConnection, EndpointRef, EndpointSpec, Metrics, Topology

from .corpus import NAMES, OddAnswer

SECRET = 'secret-that-nobody-may-see'
REF = EndpointRef(name='lab', record_id=1)
SPEC = EndpointSpec(
    name='lab',
    ip_address='192.0.2.1',
    domain='',
    port=8006,
    username='root@pam',
    password=SECRET,
    token_name='',
    token_value='',
    verify_ssl=True,
)
BACKEND = BackendConnection(name='main', url='http://127.0.0.1:9', api_key='k' * 32)
QUESTIONS: list[tuple[Callable[[ProxboxApi], object], type | tuple[type, ...]]] = [
    (lambda api: api.version(), str),
    (lambda api: api.topology(REF), Topology),
    (lambda api: api.metrics(REF), Metrics),
    (lambda api: api.configured_members(REF), int),
    (lambda api: api.root_ca(REF, 'pve1'), str),
    (lambda api: api.register(SPEC, None), EndpointRef),
    (lambda api: api.register(SPEC, REF), EndpointRef),
    (lambda api: api.unregister(REF), type(None)),
    (lambda api: api.curve(REF, 'pve1', 'week'), tuple),
]

KEYS = st.sampled_from(
    [
        'id',
        'name',
        'mode',
        'node_list',
        'nodes',
        'online',
        'node',
        'cpu',
        'detail',
        'message',
        'upstream_status',
        'version',
    ]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(['lab', 'cluster', 'Proxmox endpoint not found', f'The password {SECRET} is wrong', 'k' * 32])
    | st.sampled_from(['\x00', '\ud800', 'Not\x00found', f'{SECRET}\x00', '9' * 60])
)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=12
)
BODIES = JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40)
ANSWERS = st.builds(
    Answer,
    status=st.sampled_from([200, 200, 200, 204, 307, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504, 599]),
    body=BODIES,
    retry_after=st.none() | st.floats(0, 1e12),
) | st.sampled_from(NAMES).map(lambda name: OddAnswer(name).answer())


class _Script:
    """Gives these answers in turn, the last one again and again."""

    def __init__(self, answers: list[Answer]) -> None:
        self._answers = list(answers)

    def exchange(self, *_: Any, **__: Any) -> Answer:
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize(('ask', 'kind'), QUESTIONS, ids=[str(number) for number in range(len(QUESTIONS))])
@given(answers=st.lists(ANSWERS, min_size=1, max_size=4))
def test_any_answers(ask: Callable[[ProxboxApi], object], kind: type, answers: list[Answer]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, 'BackendTransport', lambda _: _Script(answers))
        api = ProxboxApi(BACKEND, secrets=(SECRET,), budget=1.0, sleep=lambda _: None)
        try:
            assert isinstance(ask(api), kind)
        except ProxboxError as error:
            told = f'{error} {error.cause} {error.cure} {error!r}'
            assert SECRET not in told
            assert BACKEND.api_key not in told
            assert told.isprintable()
