"""Every question that a sync asks is answered with every kind of nonsense: NetBox believes none of it."""

from collections.abc import Iterator
from threading import Event
from typing import BinaryIO

import pytest

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.sources import retry
from tests.readings import cluster_of, metrics_of, numbered
from tests.sources.proxbox_api.scripted_backend import Reply, captured_reply
from tests.sources.proxmox_ve.scripted_member import API
from tests.sync.estate import CLUSTER_STATUS, FIRST_NODE, NODE_LISTING, RECORDS, RESOURCES
from tests.sync.ways import DIRECTLY, THROUGH_PROXBOX_API, Way, on_both_sources
from tests.sync.whole_runs import whole_run

from .answers import ANSWERS
from .faults import Injection, injections
from .liar import HONEST, Liar, as_data, check_what_holds, names, topology

pytestmark = pytest.mark.django_db

PATHS = {
    'record-register': RECORDS,
    'status-fetch_cluster': CLUSTER_STATUS,
    'first-fetch_nodes': FIRST_NODE,
    'listing-fetch_nodes': NODE_LISTING,
    'resources-fetch_nodes': RESOURCES,
}
DIRECT_PATHS = {
    'status-fetch_cluster': f'{API}/cluster/status',
    'version-fetch_cluster': f'{API}/version',
    'nodes-fetch_nodes': f'{API}/nodes',
    'versions-fetch_nodes': f'{API}/nodes/',
}


@pytest.fixture
def liar(way: Way, monkeypatch: pytest.MonkeyPatch) -> Liar:
    monkeypatch.setattr(retry, 'FIRST_WAIT', 0.0)
    return Liar(way.estate(cluster_of(*numbered(3)), metrics_of('pve1', 'pve2', 'pve3')))


@pytest.fixture
def lab(db: None, way: Way, liar: Liar) -> Iterator[ProxmoxEndpoint]:
    """An endpoint that was synced honestly, and whose login and estate have changed in every way since."""
    with way.serving(liar) as server:
        endpoint = way.endpoint(server, timeout=2)
        ProxboxBackend.objects.update(timeout=2)
        assert whole_run(endpoint).status == 'succeeded'
        ProxmoxEndpoint.objects.update(password='a-new-password', details_read_at=None)
        endpoint.refresh_from_db()
        liar.estate.topology = cluster_of(*numbered(2), 'pve4', version=6)
        liar.estate.metrics = metrics_of('pve1', 'pve2', 'pve4')
        yield endpoint


def check_that_nothing_is_believed(lab: ProxmoxEndpoint, liar: Liar) -> None:
    """Sync while it lies, and then while it does not."""
    before = topology()

    run = whole_run(lab)

    assert liar.told
    check_what_holds(run, before)
    liar.path = HONEST
    liar.estate.failing.clear()
    assert whole_run(lab).status == 'succeeded'
    assert names() == {'pve1', 'pve2', 'pve4'}


@on_both_sources
def test_a_cluster_of_ten_thousand_nodes_is_refused_in_words(lab: ProxmoxEndpoint, liar: Liar) -> None:
    before = topology()
    liar.estate.topology = cluster_of(*numbered(10_000))
    run = whole_run(lab)
    assert (run.status, run.error_code) == ('failed', 'reading-incomplete')
    assert '10000 nodes' in run.cause
    assert topology() == before


def test_the_answer_is_that_of_another_endpoint(lab: ProxmoxEndpoint, liar: Liar) -> None:
    before = topology()
    liar.path = CLUSTER_STATUS
    for stranger in ({'db_endpoint_id': 4711}, {'endpoint_name': 'another'}):
        liar.spoil = lambda honest, stranger=stranger: Reply(body=[honest[0] | stranger])  # type: ignore[misc]
        run = whole_run(lab)
        assert (run.status, run.error_code) == ('failed', 'registration-stale')
        assert topology() == before


@pytest.mark.parametrize(
    ('way', 'code'), [(THROUGH_PROXBOX_API, 'backend-timeout'), (DIRECTLY, 'proxmox-timeout')], ids=str
)
@pytest.mark.parametrize('start', [b'', b'HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n'], ids=['never', 'drips'])
def test_the_answer_does_not_end(lab: ProxmoxEndpoint, liar: Liar, code: str, start: bytes) -> None:
    """An answer that comes byte by byte takes too long as a whole, like one that never begins."""
    before, enough = topology(), Event()
    ProxboxBackend.objects.update(timeout=1)
    ProxmoxEndpoint.objects.update(timeout=1)
    lab.refresh_from_db()

    def drip(stream: BinaryIO) -> None:
        stream.write(start)
        while not enough.wait(0.02):
            stream.write(b' ' if start else b'')

    liar.path, liar.spoil = liar.estate.topology_path, lambda _: Reply(send=drip)
    run = whole_run(lab)
    enough.set()
    assert (run.status, run.error_code) == ('failed', code)
    assert topology() == before


@injections('the backend answers nonsense')
def test_the_backend_answers_nonsense(lab: ProxmoxEndpoint, liar: Liar, injection: Injection) -> None:
    liar.path, liar.spoil = PATHS[injection.point], ANSWERS[injection.how]
    if liar.path == RESOURCES:
        liar.estate.failing[NODE_LISTING] = captured_reply('err500_nodes')

    check_that_nothing_is_believed(lab, liar)


@pytest.mark.large
@pytest.mark.parametrize('way', [DIRECTLY], ids=str)
@injections('Proxmox VE answers nonsense')
def test_proxmox_ve_answers_nonsense(lab: ProxmoxEndpoint, liar: Liar, injection: Injection) -> None:
    liar.path, liar.spoil = DIRECT_PATHS[injection.point], as_data(ANSWERS[injection.how])

    check_that_nothing_is_believed(lab, liar)
