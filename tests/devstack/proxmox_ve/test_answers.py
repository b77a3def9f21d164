"""The JSON of the API, field by field."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from devstack.proxmox_ve import transitions
from devstack.proxmox_ve.answers import Answer, Question
from devstack.proxmox_ve.certificates import fingerprint
from devstack.proxmox_ve.estate import Estate
from devstack.proxmox_ve.estates import ESTATES
from devstack.proxmox_ve.metrics import metrics_at
from devstack.proxmox_ve.rights import AUDITOR, Acl, Rights
from devstack.proxmox_ve.routes import answer

LAB, DC, EDGE, SOLO = (ESTATES[name] for name in ('lab', 'dc', 'edge', 'solo'))
SIZES = {'maxcpu': int, 'maxmem': int, 'maxdisk': int}
METRICS = {'cpu': float, 'mem': int, 'disk': int, 'uptime': int}
NAMES = {'id': str, 'type': str, 'node': str, 'status': str}


def ask(estate: Estate, path: str, *, acl: Acl = AUDITOR, parameters: Mapping[str, str] | None = None) -> Answer:
    """Ask the second node where there is one."""
    return answer(
        Question(
            method='GET',
            path=path,
            parameters=parameters or {},
            estate=estate,
            asked=estate.nodes[len(estate.nodes) > 1],
            time=60.0,
            rights=Rights((acl,)),
        )
    )


def data(estate: Estate, path: str, *, acl: Acl = AUDITOR) -> Any:
    """The data of an answer that must be good."""
    given = ask(estate, path, acl=acl)
    assert given.status == 200
    return given.data


def types(entry: dict[str, object]) -> dict[str, type]:
    return {key: type(value) for key, value in entry.items()}


def test_version_names_the_release() -> None:
    assert data(DC, '/version').items() >= {'version': '9.1.1', 'release': '9.1'}.items()


def test_status_begins_with_the_cluster() -> None:
    cluster, *members = data(EDGE, '/cluster/status')
    assert cluster == {'id': 'cluster', 'type': 'cluster', 'name': 'edge', 'nodes': 3, 'quorate': 0, 'version': 3}
    assert [(member['name'], member['nodeid'], member['local'], member['online']) for member in members] == [
        ('Fulda', 1, 0, 0),
        ('Kassel', 2, 1, 1),
        ('Hanau', 3, 0, 0),
    ]


def test_status_of_a_standalone_host_is_its_node_alone() -> None:
    (node,) = data(SOLO, '/cluster/status')
    assert node == {
        'id': 'node/backup01',
        'type': 'node',
        'name': 'backup01',
        'ip': '192.168.77.5',
        'level': '',
        'local': 1,
        'nodeid': 0,
        'online': 1,
    }


def test_a_node_whose_name_does_not_resolve_has_no_address() -> None:
    assert [member['name'] for member in data(DC, '/cluster/status')[1:] if 'ip' not in member] == ['ams1-hv-04']


def test_nodes_may_run_different_releases() -> None:
    mixed = transitions.set_release(LAB, '9.1.6', 'pve3')
    versions = [data(mixed, path)['version'] for path in ('/version', '/nodes/pve1/version', '/nodes/pve3/version')]
    assert versions == ['8.2.4', '8.2.4', '9.1.6']
    assert data(mixed, '/nodes/pve3/status')['pveversion'].startswith('pve-manager/9.1.6/')
    assert (
        data(transitions.set_release(mixed, '7.4-16'), '/nodes/pve3/version').items()
        >= {
            'version': '7.4-16',
            'release': '7.4',
        }.items()
    )


def test_join_information_holds_the_fingerprint_of_every_member() -> None:
    join = data(LAB, '/cluster/config/join')
    assert [node['pve_fp'] for node in join['nodelist']] == [fingerprint(LAB, node) for node in LAB.nodes]
    assert join['totem']['config_version'] == '5'
    assert join['preferred_node'] == 'pve2'


def test_a_standalone_host_has_no_join_information() -> None:
    assert ask(SOLO, '/cluster/config/join').status == 424


def test_nodes_carry_names_sizes_figures_and_a_fingerprint() -> None:
    entry = data(LAB, '/nodes')[0]
    assert types(entry) == NAMES | SIZES | METRICS | {'level': str, 'ssl_fingerprint': str}
    metrics = metrics_at(LAB, LAB.nodes[0], 60.0)
    assert (entry['cpu'], entry['mem'], entry['uptime']) == (metrics.cpu, metrics.memory, metrics.uptime)
    assert (entry['maxcpu'], entry['maxmem']) == (LAB.nodes[0].cpu_count, LAB.nodes[0].memory)


def test_resources_carry_the_mode_of_control_groups_and_no_fingerprint() -> None:
    assert types(data(LAB, '/cluster/resources')[0]) == NAMES | SIZES | METRICS | {'level': str, 'cgroup-mode': int}


def test_resources_of_other_kinds_are_none() -> None:
    assert ask(LAB, '/cluster/resources', parameters={'type': 'vm'}).data == []
    assert ask(LAB, '/cluster/resources', parameters={'type': 'node'}).data == data(LAB, '/cluster/resources')


def test_an_offline_node_keeps_its_size_unless_it_was_never_measured() -> None:
    first, _, last = data(EDGE, '/cluster/resources')
    assert (first['status'], types(first)) == ('offline', NAMES | SIZES | {'level': str})
    assert (last['status'], types(last)) == ('offline', NAMES)


@pytest.mark.parametrize('path', ['/nodes', '/cluster/resources'])
def test_without_the_right_to_audit_nodes_have_no_figures(path: str) -> None:
    entries = data(LAB, path, acl={})
    assert [entry['status'] for entry in entries] == ['online'] * 3
    assert not any(entry.keys() & (SIZES | METRICS).keys() for entry in entries)


def test_the_status_of_a_node_agrees_with_the_list_of_nodes() -> None:
    status, listed = data(LAB, '/nodes/pve3/status'), data(LAB, '/nodes')[2]
    assert (status['cpu'], status['uptime']) == (listed['cpu'], listed['uptime'])
    assert (status['memory']['used'], status['memory']['total']) == (listed['mem'], listed['maxmem'])
    assert status['memory']['free'] == listed['maxmem'] - listed['mem']


def test_the_status_of_a_node_that_is_down_unknown_or_not_allowed_is_an_error() -> None:
    assert ask(DC, '/nodes/ams1-hv-04/status') == Answer(status=595, reason='No route to host', body='')
    assert ask(DC, '/nodes/nobody/status').status == 500
    assert ask(DC, '/nodes/ams1-hv-01/status', acl={}).status == 403


def test_a_renamed_cluster_answers_with_its_new_name() -> None:
    assert data(replace(LAB, cluster_name='other'), '/cluster/status')[0]['name'] == 'other'


def test_totem_and_configured_members_are_those_of_the_configuration() -> None:
    totem = data(LAB, '/cluster/config/totem')
    assert (totem['cluster_name'], totem['config_version'], totem['version']) == ('lab-cluster', '5', '2')
    assert data(SOLO, '/cluster/config/totem') is None


@pytest.mark.parametrize(
    ('estate', 'quorate'),
    [(LAB, 1), (EDGE, 0), (SOLO, 1), (transitions.set_corosync(LAB, 'pve2', False), 0)],
    ids=['healthy', 'without quorum', 'standalone', 'lost member'],
)
def test_high_availability_tells_a_lost_member_from_a_standalone_host(estate: Estate, quorate: int) -> None:
    (row,) = data(estate, '/cluster/ha/status/current')
    node = estate.nodes[len(estate.nodes) > 1].name
    status = 'OK' if quorate else f"No quorum on node '{node}'!"
    assert row == {'id': 'quorum', 'type': 'quorum', 'node': node, 'status': status, 'quorate': quorate}


def test_each_node_tells_its_version_and_its_subscription() -> None:
    assert data(DC, '/nodes/ams1-hv-01/version') == data(DC, '/version')
    paid = data(DC, '/nodes/ams1-hv-01/subscription')
    assert (paid['status'], paid['level'], 'key' in paid) == ('active', 's', True)
    assert data(LAB, '/nodes/pve1/subscription')['status'] == 'notfound'
    hidden = data(DC, '/nodes/ams1-hv-01/subscription', acl={})
    assert (hidden['status'], 'key' in hidden) == ('active', False)


@pytest.mark.parametrize(
    'path',
    ['/cluster/status', '/cluster/config/nodes', '/cluster/config/totem', '/cluster/ha/status/current'],
)
@pytest.mark.parametrize('acl', [{}, {'/nodes': True}], ids=['nothing', 'nodes alone'])
def test_what_concerns_the_cluster_needs_the_right_on_the_root(path: str, acl: Acl) -> None:
    assert ask(LAB, path, acl=acl) == Answer(status=403, reason='Permission check failed (/, Sys.Audit)')


def test_the_right_on_nodes_alone_shows_their_metrics_and_can_be_taken_for_one() -> None:
    assert all('cpu' in entry for entry in data(LAB, '/nodes', acl={'/nodes': True}))
    one_hidden = data(LAB, '/nodes', acl={'/': True, '/nodes/pve2': False})
    assert [entry['node'] for entry in one_hidden if 'cpu' not in entry] == ['pve2']


def test_permissions_tell_of_the_caller() -> None:
    assert data(LAB, '/access/permissions') == {'/': {'Sys.Audit': 1}, '/nodes': {'Sys.Audit': 1}}
    assert data(LAB, '/access/permissions', acl={}) == {}
    assert ask(LAB, '/access/permissions', acl={}, parameters={'path': '/'}).data == {'/': {}}


def test_an_unknown_parameter_is_refused_by_name() -> None:
    refused = ask(LAB, '/nodes', parameters={'cache': '1'})
    assert (refused.status, refused.reason, list(refused.errors)) == (400, 'Parameter verification failed.', ['cache'])
    assert ask(LAB, '/nodes', parameters={'_dc': '1'}).status == 200
    odd = ask(LAB, '/cluster/resources', parameters={'type': 'host'})
    assert "enumeration 'vm, storage, node, sdn'" in odd.errors['type']
