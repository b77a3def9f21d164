"""A cluster read from its members: whom to believe, and what is asked."""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack

import pytest
import trustme

from netbox_proxbox import errors
from netbox_proxbox.sources.proxmox_ve.source import ProxmoxSource
from tests.sources.proxbox_api.scripted_backend import Reply

from .captured import captured_data, captured_reply
from .scripted_member import HEALTHY, STATUS, ScriptedMember, connection_to, told

RRD = '/nodes/pier%203/rrddata'
CONFIGURED, HA = '/cluster/config/nodes', '/cluster/ha/status/current'
CLUSTER = HEALTHY
NO_QUORUM = {**HEALTHY, STATUS: captured_reply('cluster-status-noquorum')}
LOST = {
    **HEALTHY,
    STATUS: captured_reply('cluster-status-fake-standalone'),
    CONFIGURED: captured_reply('config-nodes-healthy'),
    HA: captured_reply('ha-current-fake-standalone'),
}
STANDALONE = {
    **HEALTHY,
    STATUS: captured_reply('cluster-status-standalone'),
    CONFIGURED: captured_reply('config-nodes-standalone'),
    HA: captured_reply('ha-current-standalone'),
}


class Estate:
    """Members that are started as a test wants them, and a source for all of them in that order."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._authority = trustme.CA()
        self.members: list[ScriptedMember] = []

    def source(self, *members: Mapping[str, Reply], budget: float = 60.0) -> ProxmoxSource:
        """Start a member for each set of replies."""
        opened = (ScriptedMember(self._authority, replies) for replies in members)
        self.members = [self._stack.enter_context(member) for member in opened]
        connection = connection_to(*(member.address() for member in self.members))
        return self._stack.enter_context(ProxmoxSource(connection, budget=budget, attempts=1))

    def asked(self, member: int = 0) -> list[str]:
        return [line.removeprefix('GET ') for line in self.members[member].asked]


@pytest.fixture
def estate() -> Iterator[Estate]:
    with ExitStack() as stack:
        yield Estate(stack)


def test_a_usual_reading_takes_three_requests_over_one_connection(estate: Estate) -> None:
    source = estate.source(CLUSTER)
    topology, metrics = source.topology(), source.metrics()
    assert estate.asked() == [STATUS, '/version', '/nodes']
    assert len({found.from_port for found in estate.members[0].received}) == 1
    assert (source.requests, source.retries, source.passed_over) == (3, [], [])
    assert (topology.name, topology.quorate, topology.version) == ('harbor', True, 7)
    assert sorted(node.name for node in topology.nodes) == ['pier1', 'pier2', 'pier3']
    assert sorted(node.name for node in metrics.nodes) == ['pier1', 'pier2', 'pier3']


def test_a_reading_notes_who_answered_and_why_it_is_trusted(estate: Estate) -> None:
    source = estate.source(CLUSTER)
    topology, metrics = source.topology(), source.metrics()
    answered = str(estate.members[0].address())
    assert (topology.answered_by, topology.pve_version) == (answered, '9.1.6')
    assert (metrics.answered_by, metrics.has_details) == (answered, False)


@pytest.mark.parametrize('name', ['version-6', 'version-7', 'version-8', 'version-9'])
def test_versions(estate: Estate, name: str) -> None:
    topology = estate.source({**CLUSTER, '/version': captured_reply(name)}).topology()
    assert topology.pve_version == captured_data(name)['version']


@pytest.mark.parametrize('reply', [captured_reply('pmxcfs-down-500'), told(None), told({'version': ['9']})])
def test_a_version_that_is_not_told_fails_no_reading(estate: Estate, reply: Reply) -> None:
    assert estate.source({**CLUSTER, '/version': reply}).topology().pve_version == ''


def test_the_member_that_answered_tells_which_cluster_it_is(estate: Estate) -> None:
    source = estate.source(CLUSTER)
    topology = source.topology()
    assert topology.root_ca == ''
    assert source.identified(topology).root_ca.startswith('69:59:09:70')
    assert estate.asked()[-1] == '/nodes/pier2/certificates/info'


@pytest.mark.parametrize('reply', [captured_reply('pmxcfs-down-500'), told(None), told([{'filename': 'x.pem'}])])
def test_a_ca_that_is_not_told_fails_no_reading(estate: Estate, reply: Reply) -> None:
    source = estate.source({**CLUSTER, '/nodes/pier2/certificates/info': reply})
    topology = source.topology()
    assert source.identified(topology) == topology


def test_the_side_with_quorum_is_believed(estate: Estate) -> None:
    source = estate.source(NO_QUORUM, CLUSTER)
    topology = source.topology()
    assert topology.quorate
    assert topology.answered_by == str(estate.members[1].address())
    assert source.passed_over == [f'{estate.members[0].address()} has no quorum.']
    source.metrics()
    assert estate.asked(1)[-1] == '/nodes'


@pytest.mark.parametrize('status', ['cluster-status-noquorum', 'cluster-status-corosync-died-later'])
def test_without_quorum_anywhere_only_the_one_that_answers_is_believed(estate: Estate, status: str) -> None:
    replies = {**CLUSTER, STATUS: captured_reply(status)}
    topology = estate.source(replies, replies).topology()
    assert not topology.quorate
    assert {node.online for node in topology.nodes if not node.local} == {None}
    assert [node.online for node in topology.nodes if node.local] == [True]
    assert topology.answered_by == str(estate.members[0].address())


def test_no_other_member_is_asked_where_there_is_quorum(estate: Estate) -> None:
    estate.source(CLUSTER, CLUSTER).topology()
    assert estate.asked(1) == []


def test_a_member_without_corosync_is_no_standalone_host(estate: Estate) -> None:
    source = estate.source(LOST)
    with pytest.raises(errors.LostMember, match=r'Members in its corosync.conf: 3\.'):
        source.topology()
    assert estate.asked() == [STATUS, CONFIGURED]


def test_nor_is_one_whose_ha_manager_waits_for_a_quorum(estate: Estate) -> None:
    source = estate.source({**LOST, CONFIGURED: captured_reply('config-nodes-standalone')})
    with pytest.raises(errors.LostMember, match='HA manager waits'):
        source.topology()


def test_another_member_tells_of_the_cluster_that_it_lost(estate: Estate) -> None:
    source = estate.source(LOST, LOST, CLUSTER)
    assert source.topology().mode == 'cluster'
    assert source.answered_by == str(estate.members[2].address())
    assert 'corosync does not run' in source.passed_over[0]


def test_a_standalone_host_is_one_if_its_configuration_says_so(estate: Estate) -> None:
    topology = estate.source(STANDALONE).topology()
    assert (topology.mode, topology.name, len(topology.nodes)) == ('standalone', 'dinghy', 1)
    assert estate.asked() == [STATUS, CONFIGURED, HA, '/version']


def test_the_details_are_asked_of_the_nodes_that_run(estate: Estate) -> None:
    versions = {f'/nodes/{name}/version': captured_reply('node-version') for name in ('pier1', 'pier2')}
    nodes = {**CLUSTER, **versions, '/nodes/pier3/version': captured_reply('cluster-status-595-pvedaemon-down')}
    metrics = estate.source(nodes).metrics(with_details=True)
    found = {node.name: node.pve_version for node in metrics.nodes}
    assert (found, metrics.has_details) == ({'pier1': '9.1.6', 'pier2': '9.1.6', 'pier3': None}, True)


def test_a_node_that_hangs_leaves_time_for_the_others(estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr('netbox_proxbox.sources.proxmox_ve.source.SECONDS_FOR_A_VERSION', 2.0)
    versions = {f'/nodes/{name}/version': captured_reply('node-version') for name in ('pier2', 'pier3')}
    hanging = Reply(send=lambda _: time.sleep(6))
    began = time.monotonic()
    metrics = estate.source({**CLUSTER, **versions, '/nodes/pier1/version': hanging}).metrics(with_details=True)
    found = {node.name: node.pve_version for node in metrics.nodes}
    assert (found, metrics.has_details) == ({'pier1': None, 'pier2': '9.1.6', 'pier3': '9.1.6'}, True)
    assert time.monotonic() - began < 6


def test_details_that_there_was_no_time_for_are_none(estate: Estate) -> None:
    metrics = estate.source(CLUSTER, budget=9).metrics(with_details=True)
    assert ({node.pve_version for node in metrics.nodes}, metrics.has_details) == ({None}, False)


def test_an_offline_node_is_asked_for_nothing(estate: Estate) -> None:
    source = estate.source({**CLUSTER, '/nodes': captured_reply('nodes-offline-later')})
    source.metrics(with_details=True)
    assert '/nodes/pier3/version' not in estate.asked()


def test_the_certificates_of_a_node(estate: Estate) -> None:
    found = estate.source(CLUSTER).certificates('pier2')
    assert [certificate.filename for certificate in found] == ['pve-root-ca.pem', 'pve-ssl.pem']


def test_the_name_of_a_node_is_no_path(estate: Estate) -> None:
    source = estate.source(CLUSTER)
    with pytest.raises(errors.ProxmoxError):
        source.certificates('../access/ticket?x=')
    assert estate.asked() == ['/nodes/..%2Faccess%2Fticket%3Fx%3D/certificates/info']


def test_a_curve_is_one_question_and_any_member_answers_it(estate: Estate) -> None:
    source = estate.source(
        {RRD: captured_reply('cluster-status-595-pvedaemon-down')}, {RRD: captured_reply('node-rrddata-9')}
    )
    measured, gap = source.curve('pier 3', 'day')
    assert (measured.cpu, gap.cpu, gap.memory) == (0.31, None, None)
    assert measured.memory == pytest.approx(64424509440 / 134919700480)
    assert estate.asked(1) == [RRD]
    assert estate.members[1].received[0].query == {'timeframe': 'day', 'cf': 'AVERAGE'}


@pytest.mark.parametrize(
    ('reply', 'error', 'words'),
    [
        (captured_reply('node-rrddata-500-unknown-node'), errors.ProxmoxUnavailable, 'no statistics of that node'),
        (told({'cpu': 0.1}), errors.ProxmoxAnswerInvalid, 'a list of measurements'),
        (Reply(body=b'<html>'), errors.SomethingElseAnswers, 'an HTML page'),
    ],
)
def test_a_curve_that_cannot_be_had_is_told(
    estate: Estate, reply: Reply, error: type[errors.ProxboxError], words: str
) -> None:
    with pytest.raises(error, match=words):
        estate.source({RRD: reply}).curve('pier 3', 'hour')
