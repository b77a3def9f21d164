"""Every question to the backend is answered with every kind of nonsense: NetBox believes none of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event
from typing import Any, BinaryIO

import pytest

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.sources import retry
from tests.builders import a_backend, an_endpoint, backend_of
from tests.readings import cluster_of, metrics_of, numbered
from tests.sources.proxbox_api.scripted_backend import Received, Reply, ScriptedBackend, captured_reply
from tests.sync.estate import CLUSTER_STATUS, FIRST_NODE, NODE_LISTING, RECORDS, RESOURCES, Estate
from tests.sync.whole_runs import whole_run

from .answers import ANSWERS, Spoil
from .faults import Injection, injections

pytestmark = pytest.mark.django_db

PATHS = {
    'record-register': RECORDS,
    'status-fetch_cluster': CLUSTER_STATUS,
    'first-fetch_nodes': FIRST_NODE,
    'listing-fetch_nodes': NODE_LISTING,
    'resources-fetch_nodes': RESOURCES,
}
TOPOLOGY = ('name', 'node_id', 'ip_address', 'online', 'local', 'proxmox_cluster')


@dataclass
class Liar:
    """Answers as the estate does, but for questions that begin with `path`, whose answers are spoiled."""

    estate: Estate
    path: str = 'none'
    spoil: Spoil = Reply
    told: list[str] = field(default_factory=list)

    def __call__(self, received: Received) -> Reply:
        honest = self.estate(received)
        if not received.path.startswith(self.path):
            return honest
        self.told.append(received.path)
        return self.spoil(honest.body)


@pytest.fixture
def liar(monkeypatch: pytest.MonkeyPatch) -> Liar:
    monkeypatch.setattr(retry, 'FIRST_WAIT', 0.0)
    return Liar(Estate(cluster_of(*numbered(3)), metrics_of('pve1', 'pve2', 'pve3')))


@pytest.fixture
def lab(db: None, liar: Liar) -> Iterator[ProxmoxEndpoint]:
    """An endpoint that was synced honestly, and whose estate has changed in every way since."""
    with ScriptedBackend(liar) as server:
        backend = a_backend(base_url=server.connection().url, api_key=server.connection().api_key, timeout=2)
        endpoint = an_endpoint(backend)
        assert whole_run(endpoint).status == 'succeeded'
        ProxmoxEndpoint.objects.filter(pk=endpoint.pk).update(password='a-new-password')
        endpoint.refresh_from_db()
        liar.estate.topology = cluster_of(*numbered(2), 'pve4', version=6)
        liar.estate.metrics = metrics_of('pve1', 'pve2', 'pve4')
        yield endpoint


def topology() -> list[Any]:
    return [*ProxmoxCluster.objects.values(), *ProxmoxNode.objects.order_by('name').values(*TOPOLOGY)]


def names() -> set[str]:
    return set(ProxmoxNode.objects.values_list('name', flat=True))


def check_what_holds(run: SyncRun, before: list[Any]) -> None:
    """What failed has changed nothing; what did not has changed what the honest answers say."""
    assert run.status in ('succeeded', 'degraded', 'failed')
    assert run.error_code != 'stage-crashed', run.cause
    if run.status == 'failed':
        assert run.cause
        assert run.cure
        assert topology() == before
    else:
        assert names() == {'pve1', 'pve2', 'pve4'}


def test_a_cluster_of_ten_thousand_nodes_is_refused_in_words(lab: ProxmoxEndpoint, liar: Liar) -> None:
    before = topology()
    liar.estate.topology = cluster_of(*numbered(10_000))
    run = whole_run(lab)
    assert (run.status, run.error_code) == ('failed', 'reading-incomplete')
    assert 'It lists 10000 nodes' in run.cause
    assert topology() == before


def test_the_answer_is_that_of_another_endpoint(lab: ProxmoxEndpoint, liar: Liar) -> None:
    before = topology()
    liar.path = CLUSTER_STATUS
    for stranger in ({'db_endpoint_id': 4711}, {'endpoint_name': 'another'}):
        liar.spoil = lambda honest, stranger=stranger: Reply(body=[honest[0] | stranger])  # type: ignore[misc]
        run = whole_run(lab)
        assert (run.status, run.error_code) == ('failed', 'registration-stale')
        assert topology() == before


@pytest.mark.parametrize('start', [b'', b'HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n'], ids=['never', 'drips'])
def test_the_backend_hangs(lab: ProxmoxEndpoint, liar: Liar, start: bytes) -> None:
    """An answer that comes byte by byte takes too long as a whole, like one that never begins."""
    before, enough = topology(), Event()
    backend_of(lab).timeout = 1
    backend_of(lab).save()

    def drip(stream: BinaryIO) -> None:
        stream.write(start)
        while not enough.wait(0.02):
            stream.write(b' ' if start else b'')

    liar.path, liar.spoil = CLUSTER_STATUS, lambda _: Reply(send=drip)
    run = whole_run(lab)
    enough.set()
    assert (run.status, run.error_code) == ('failed', 'backend-timeout')
    assert topology() == before


@injections('the backend answers nonsense')
def test_the_backend_answers_nonsense(lab: ProxmoxEndpoint, liar: Liar, injection: Injection) -> None:
    before = topology()
    liar.path, liar.spoil = PATHS[injection.point], ANSWERS[injection.how]
    if liar.path == RESOURCES:
        liar.estate.failing[NODE_LISTING] = captured_reply('err500_nodes')

    run = whole_run(lab)

    assert liar.told
    check_what_holds(run, before)
    liar.path = 'none'
    liar.estate.failing.clear()
    backend_of(lab).refresh_from_db()
    assert whole_run(lab).status == 'succeeded'
    assert names() == {'pve1', 'pve2', 'pve4'}
