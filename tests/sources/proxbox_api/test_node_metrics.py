"""The metrics of all nodes: which routes are asked, in which order, and what each failure leads to."""

from collections.abc import Mapping

import pytest

from netbox_proxbox import errors
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.records import EndpointRef, Metrics

from .captured import captured_body
from .scripted_backend import Reply, ScriptedBackend, captured_reply

LAB = EndpointRef(name='lab', record_id=1)
FIRST = '/proxmox/nodes/'
LISTING = '/proxmox/api2/latest/nodes'
RESOURCES = '/proxmox/cluster/resources'
FAILED_PROXY = Reply(
    status=400, body={'message': 'Generated Proxmox proxy request failed for GET /nodes.', 'detail': 'Operation ID: x'}
)
NOT_FOUND = Reply(status=404, body={'detail': 'Not Found'})
HEALTHY = {
    FIRST: captured_reply('cluster3_nodes'),
    LISTING: captured_reply('cluster3_node_listing'),
    RESOURCES: captured_reply('cluster3_resources_node'),
}


class Reading:
    """Reads the metrics of LAB from the given routes, and remembers what was asked."""

    def __init__(self, replies: Mapping[str, Reply]) -> None:
        self.metrics: Metrics | None = None
        self.error: errors.ProxboxError | None = None
        with ScriptedBackend(lambda received: replies[received.path]) as backend:
            api = ProxboxApi(backend.connection(), sleep=lambda seconds: None)
            try:
                self.metrics = api.metrics(LAB)
            except errors.ProxboxError as error:
                self.error = error
        self.asked = [(received.path, received.query) for received in backend.received]

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


def test_two_requests_give_all_nodes_with_everything() -> None:
    reading = Reading(HEALTHY)
    assert reading.asked == [(FIRST, {'proxmox_endpoint_ids': '1'}), (LISTING, {'target_name': 'lab'})]
    assert reading.metrics is not None
    assert [node.name for node in reading.metrics.nodes] == ['pve1', 'pve2', 'pve3']
    assert all(node.uptime and node.ssl_fingerprint for node in reading.metrics.nodes)
    assert reading.metrics.warnings == ()


@pytest.mark.parametrize('failed', [FAILED_PROXY, NOT_FOUND, Reply(body=[]), Reply(body=None), Reply(body=b'<html>')])
def test_without_the_listing_the_resources_give_all_nodes(failed: Reply) -> None:
    reading = Reading({**HEALTHY, LISTING: failed})
    assert reading.asked[2] == (RESOURCES, {'type': 'node', 'proxmox_endpoint_ids': '1'})
    assert reading.metrics is not None
    assert len(reading.metrics.nodes) == 3
    first, second, _ = reading.metrics.nodes
    assert (first.uptime, first.support_level, second.ssl_fingerprint) == (259277, '', None)
    assert first.ssl_fingerprint == captured_body('cluster3_nodes')[0]['lab-cluster']['ssl_fingerprint']


def test_a_first_node_that_is_offline_is_no_error() -> None:
    reading = Reading(
        {FIRST: captured_reply('offline_first_nodes'), LISTING: captured_reply('offline_first_node_listing')}
    )
    assert reading.metrics is not None
    assert [node.name for node in reading.metrics.nodes] == ['edge1', 'edge2', 'edge3']
    assert reading.metrics.warnings == ()


def test_the_first_node_alone_comes_with_a_warning() -> None:
    reading = Reading({**HEALTHY, LISTING: NOT_FOUND, RESOURCES: captured_reply('err500_resources_node')})
    assert reading.metrics is not None
    assert [node.name for node in reading.metrics.nodes] == ['pve1']
    assert reading.metrics.warnings == (
        'Metrics of the first node only, without uptime: proxbox-api gave no list of all nodes.',
    )


def test_no_metrics_at_all_are_an_error() -> None:
    reading = Reading(
        {
            FIRST: captured_reply('err500_nodes'),
            LISTING: FAILED_PROXY,
            RESOURCES: captured_reply('err500_resources_node'),
        }
    )
    assert isinstance(reading.error, errors.ReadingIncomplete)
    assert reading.paths == [FIRST, LISTING, RESOURCES]


@pytest.mark.parametrize(
    ('reply', 'error', 'requests'),
    [
        (captured_reply('bad_token_cluster_status'), errors.EndpointLoginRefused, 1),
        (captured_reply('nojoin_cluster_status'), errors.EndpointRightsMissing, 1),
        (captured_reply('hang_cluster_status'), errors.EndpointTimeout, 4),
        (captured_reply('refused_cluster_status'), errors.EndpointUnreachable, 4),
        (captured_reply('unknown_id_nodes'), errors.RegistrationStale, 1),
        (captured_reply('wrong_key_1'), errors.BackendKeyRefused, 1),
        (captured_reply('wrong_key_6'), errors.BackendLockedOut, 1),
        (captured_reply('wrong_encryption_key_cluster_status'), errors.BackendDecryptionFailed, 1),
        (Reply(status=503, body=b'<html>'), errors.BackendUnavailable, 4),
    ],
)
def test_what_concerns_the_whole_endpoint_asks_no_other_route(
    reply: Reply, error: type[errors.ProxboxError], requests: int
) -> None:
    reading = Reading({**HEALTHY, FIRST: reply})
    assert type(reading.error) is error
    assert reading.paths == [FIRST] * requests


@pytest.mark.parametrize(
    ('reply', 'error'),
    [
        (captured_reply('unknown_name_node_listing'), errors.RegistrationStale),
        (captured_reply('bad_token_node_listing'), errors.EndpointLoginRefused),
        (captured_reply('refused_node_listing'), errors.EndpointUnreachable),
        (captured_reply('wrong_key_1'), errors.BackendKeyRefused),
    ],
)
def test_an_endpoint_that_goes_down_in_between_gives_no_half_truth(
    reply: Reply, error: type[errors.ProxboxError]
) -> None:
    reading = Reading({**HEALTHY, LISTING: reply})
    assert type(reading.error) is error
    assert RESOURCES not in reading.paths


def test_a_node_that_only_the_first_answer_has_is_left_out() -> None:
    gone = Reply(body=[{'lab-cluster': {'node': 'pve9', 'status': 'online'}}])
    reading = Reading({**HEALTHY, FIRST: gone})
    assert reading.metrics is not None
    assert 'pve9' not in [node.name for node in reading.metrics.nodes]
