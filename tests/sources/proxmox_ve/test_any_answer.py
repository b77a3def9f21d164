"""Whatever is answered, each question to Proxmox VE is answered with a record or with an error of ours."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbox_proxbox.errors import ProxboxError
from netbox_proxbox.sources.answers import Answer
from netbox_proxbox.sources.proxmox_ve import member
from netbox_proxbox.sources.proxmox_ve.connection import Login
from netbox_proxbox.sources.proxmox_ve.source import ProxmoxSource
from netbox_proxbox.sources.proxmox_ve.tickets import Tickets
from netbox_proxbox.sources.records import Metrics, Topology
from tests.readings import cluster_of, node_named

from .captured import NAMES, captured_answer
from .scripted_member import PASSWORD, TOKEN, address_at, connection_to

TICKET = 'PVE:netbox@pve:6AB13B80::a-ticket-that-nobody-may-see'
SECRETS = (TOKEN.token_value, PASSWORD.password, TICKET)
CLUSTER = cluster_of(node_named('pier1', local=True))
QUESTIONS: list[tuple[Callable[[ProxmoxSource], object], type]] = [
    (lambda source: source.topology(), Topology),
    (lambda source: source.metrics(with_details=True), Metrics),
    (lambda source: source.certificates('pier1'), tuple),
    (lambda source: source.identified(CLUSTER), Topology),
    (lambda source: source.curve('pier1', 'day'), tuple),
]
KEYS = st.sampled_from(
    [
        *('data', 'message', 'errors', 'type', 'name', 'node', 'nodeid', 'nodes', 'online', 'quorate', 'local', 'ip'),
        *('status', 'level', 'cpu', 'mem', 'ssl_fingerprint', 'version', 'ticket', 'NeedTFA', 'filename', 'pem'),
        *('time', 'memused', 'memtotal'),
    ]
)
ODD = ['cluster', 'node', 'quorum', 'pier1', 'unknown', 'offline', '', '1', '\x00', '\ud800', '9' * 60, *SECRETS]
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(ODD)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=12
)
BODIES = (
    JSON.map(lambda value: json.dumps({'data': value}).encode())
    | JSON.map(lambda value: json.dumps(value).encode())
    | st.binary(max_size=40)
    | st.sampled_from([b'[' * 100_000, b'{"data":' + b'[' * 100_000, b'1' * 10_000])
)
REASONS = st.text(max_size=40) | st.sampled_from(['OK', *(f'bad login {secret}\x00' for secret in SECRETS)])
ANSWERS = st.builds(
    Answer,
    status=st.sampled_from([200, 200, 200, 204, 302, 400, 401, 403, 404, 424, 429, 500, 501, 502, 503, 595, 596, 599]),
    reason=REASONS,
    server=st.sampled_from(['pve-api-daemon/3.0', 'nginx', '']),
    body=BODIES,
    retry_after=st.none() | st.floats(0, 1e12),
) | st.sampled_from(NAMES).map(captured_answer)
GIVEN = Answer(status=200, server='pve-api-daemon/3.0', body=json.dumps({'data': {'ticket': TICKET}}).encode())


class _Script:
    """Gives these answers in turn, the last one again and again; a password gets a ticket, unless it gets an answer."""

    def __init__(self, answers: list[Answer], *, gives_tickets: bool) -> None:
        self._answers = answers
        self._gives_tickets = gives_tickets

    def exchange(self, method: str, *_: Any, **__: Any) -> Answer:
        if method == 'POST' and self._gives_tickets:
            return GIVEN
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize(('ask', 'kind'), QUESTIONS, ids=['topology', 'metrics', 'certificates', 'identity', 'curve'])
@pytest.mark.parametrize('login', [TOKEN, PASSWORD], ids=['token', 'password'])
@given(answers=st.lists(ANSWERS, min_size=1, max_size=4), gives_tickets=st.booleans())
def test_any_answers(
    ask: Callable[[ProxmoxSource], object], kind: type, login: Login, answers: list[Answer], gives_tickets: bool
) -> None:
    script = _Script(list(answers), gives_tickets=gives_tickets)
    connection = connection_to(address_at(8006), address_at(8007), login=login)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(member, 'Transport', lambda *_, **__: script)
        patch.setattr(member, 'tickets', Tickets())
        source = ProxmoxSource(connection, budget=1.0, sleep=lambda _: None)
        try:
            assert isinstance(ask(source), kind)
        except ProxboxError as error:
            told = f'{error} {error.cause} {error.cure} {error!r} {source.retries} {source.passed_over}'
            has_ticket = gives_tickets and not login.has_token
            secrets = filter(None, (login.password, login.token_value, TICKET if has_ticket else ''))
            assert not any(secret in told for secret in secrets)
            assert told.isprintable()
