"""A cluster that is read directly: any member will do, if it proves to be one."""

import pytest

from devstack.proxmox_ve.control import Control
from devstack.proxmox_ve.faults import TlsFault

from .effects import sync_without_effect
from .endpoints import Endpoints
from .netbox import NetBox
from .services import Services

pytestmark = pytest.mark.integration

SITE = 'site-1'
FIRST, SECOND, THIRD = NODES = ('s1-pve1', 's1-pve2', 's1-pve3')


@pytest.fixture
def site(netbox: NetBox, endpoints: Endpoints) -> int:
    """An endpoint that leads to the first member, and knows the others from its first sync."""
    endpoint = endpoints.add(f'{SITE}@{FIRST}', None)
    assert netbox.sync(endpoint).outcome == ('succeeded', '')
    return endpoint


def requests(control: Control, node: str) -> int:
    return sum(control.state(SITE).requests_of_nodes.get(node, {}).values())


def test_the_members_are_remembered_with_their_certificates(netbox: NetBox, site: int, control: Control) -> None:
    found = netbox.rows(site).endpoint
    state = control.state(SITE)
    assert [(member['name'], member['address'], member['fingerprint']) for member in found['members']] == [
        (node.name, state.hosts[f'{SITE}@{node.name}'], node.ssl_fingerprint) for node in state.nodes
    ]
    assert found['last_address'].startswith(state.hosts[f'{SITE}@{FIRST}'])


def test_another_member_answers_for_one_that_is_down(netbox: NetBox, site: int, control: Control) -> None:
    control.set_online(SITE, FIRST, False)
    run = netbox.sync(site)
    assert run.outcome == ('succeeded', '')
    assert netbox.rows(site).nodes[FIRST]['online'] is False
    note = run.stages['fetch-cluster']
    assert note['answered_by'].startswith(control.state(SITE).hosts[f'{SITE}@{SECOND}'])
    assert 'The connection is refused.' in note['passed_over'][0]
    assert netbox.sync(site).stages['fetch-cluster'].get('passed_over') is None


def test_all_are_down_and_each_is_named(netbox: NetBox, site: int, control: Control) -> None:
    control.refuse(SITE)
    run = sync_without_effect(netbox, site)
    assert run.outcome == ('failed', 'no-member-answers')
    for host in control.state(SITE).hosts.values():
        assert host in run.cause


def test_an_impostor_gets_no_login(netbox: NetBox, site: int, control: Control) -> None:
    control.refuse(SITE, node=FIRST)
    for node in (SECOND, THIRD):
        control.break_tls(SITE, TlsFault.CHANGED, node=node)
    before = [requests(control, node) for node in (SECOND, THIRD)]
    run = sync_without_effect(netbox, site)
    assert run.outcome == ('failed', 'no-member-answers')
    assert [requests(control, node) for node in (SECOND, THIRD)] == before


def test_no_other_member_is_asked_where_that_is_switched_off(
    netbox: NetBox, endpoints: Endpoints, site: int, control: Control
) -> None:
    endpoints.change(site, use_other_members=False)
    control.refuse(SITE, node=FIRST)
    assert sync_without_effect(netbox, site).outcome == ('failed', 'proxmox-unreachable')


def test_no_other_member_is_asked_without_verification(netbox: NetBox, endpoints: Endpoints, control: Control) -> None:
    endpoint = endpoints.add(f'{SITE}@{FIRST}', None, verify_ssl=False, ca_certificate='')
    assert netbox.sync(endpoint).outcome == ('succeeded', '')
    assert netbox.rows(endpoint).endpoint['members'] == []
    control.refuse(SITE, node=FIRST)
    assert sync_without_effect(netbox, endpoint).outcome == ('failed', 'proxmox-unreachable')


def test_a_further_address_is_asked_next(
    netbox: NetBox, endpoints: Endpoints, services: Services, control: Control
) -> None:
    control.refuse(SITE, node=FIRST)
    second = services.simulator.hosts[f'{SITE}@{SECOND}']
    endpoint = endpoints.add(f'{SITE}@{FIRST}', None, further_addresses=[second])
    run = netbox.sync(endpoint)
    assert run.outcome == ('succeeded', '')
    assert run.stages['fetch-cluster']['answered_by'].startswith(second)


def test_a_pinned_certificate_is_renewed_and_another_member_vouches_for_it(
    netbox: NetBox, endpoints: Endpoints, control: Control
) -> None:
    shown = next(node for node in control.state(SITE).nodes if node.name == FIRST).ssl_fingerprint
    endpoint = endpoints.add(f'{SITE}@{FIRST}', None, ca_certificate='', tls_fingerprint=shown)
    assert netbox.sync(endpoint).outcome == ('succeeded', '')
    control.renew_certificate(SITE, FIRST)
    run = netbox.sync(endpoint)
    assert run.outcome == ('succeeded', '')
    assert 'another certificate' in run.stages['fetch-cluster']['passed_over'][0]
    control.refuse(SITE, node=SECOND)
    control.refuse(SITE, node=THIRD)
    assert netbox.sync(endpoint).outcome == ('succeeded', '')


def test_the_side_with_quorum_is_believed(netbox: NetBox, site: int, control: Control) -> None:
    control.split(SITE, FIRST)
    run = netbox.sync(site)
    assert run.status == 'degraded'
    assert any('does not see' in warning for warning in run.warnings)
    assert netbox.sync(site).outcome == ('succeeded', '')
    rows = netbox.rows(site)
    assert {name: row['online'] for name, row in rows.nodes.items()} == {FIRST: False, SECOND: True, THIRD: True}
    assert rows.cluster['quorate'] is True


def test_without_any_quorum_nobody_is_called_offline(netbox: NetBox, site: int, control: Control) -> None:
    control.split(SITE, FIRST)
    control.refuse(SITE, node=SECOND)
    control.refuse(SITE, node=THIRD)
    run = netbox.sync(site)
    assert run.status == 'degraded'
    assert any('quorum' in warning for warning in run.warnings)
    rows = netbox.rows(site)
    assert {row['online'] for row in rows.nodes.values()} == {True}
    assert rows.cluster['quorate'] is False


def test_a_member_that_lost_its_cluster_is_passed_over(netbox: NetBox, site: int, control: Control) -> None:
    control.set_corosync(SITE, FIRST, False)
    run = netbox.sync(site)
    assert run.status == 'degraded'
    assert any('corosync does not run' in told for told in run.stages['fetch-cluster']['passed_over'])
    assert netbox.sync(site).outcome == ('succeeded', '')
    assert set(netbox.rows(site).nodes) == set(NODES)


def test_a_second_endpoint_of_the_cluster_is_refused(netbox: NetBox, endpoints: Endpoints, site: int) -> None:
    run = sync_without_effect(netbox, endpoints.add(f'{SITE}@{SECOND}', None))
    assert run.outcome == ('failed', 'duplicate-cluster')
    assert 'as a further address' in run.cure


def test_it_is_recognised_by_its_ca_when_all_certificates_were_renewed(
    netbox: NetBox, endpoints: Endpoints, site: int, control: Control
) -> None:
    for node in NODES:
        control.renew_certificate(SITE, node)
    run = sync_without_effect(netbox, endpoints.add(f'{SITE}@{SECOND}', None))
    assert run.outcome == ('failed', 'duplicate-cluster')
    assert netbox.sync(site).outcome == ('succeeded', '')


@pytest.mark.parametrize('is_first_direct', [True, False], ids=['directly, then proxbox-api', 'and the reverse'])
def test_a_second_endpoint_that_is_read_another_way_is_refused(
    netbox: NetBox, endpoints: Endpoints, backend: int, is_first_direct: bool
) -> None:
    ways = (None, backend) if is_first_direct else (backend, None)
    first, second = (endpoints.add(f'{SITE}@{node}', way) for node, way in zip((FIRST, SECOND), ways, strict=True))
    assert netbox.sync(first).outcome == ('succeeded', '')
    assert sync_without_effect(netbox, second).outcome == ('failed', 'duplicate-cluster')
