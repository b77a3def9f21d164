"""Testing an endpoint: where the way to Proxmox VE ends, and what stays in the backend afterwards."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from netbox_proxbox.connection_test import check_endpoint
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from tests.builders import backend_of
from tests.connection_test.outcomes import (
    ALL_WELL,
    BACKEND,
    CONNECTION,
    LOGIN,
    METRICS,
    REGISTRATION,
    STATUS,
    SUBJECTS,
    TLS,
    finding_of,
    levels_of,
    only,
)
from tests.readings import measured, metrics_of, node_named, standalone_host
from tests.sources.proxbox_api.scripted_backend import Reply, ScriptedBackend, captured_reply
from tests.sync.estate import CLUSTER_STATUS, NODE_LISTING, RECORDS, Estate


def fresh(endpoint: ProxmoxEndpoint) -> ProxmoxEndpoint:
    return ProxmoxEndpoint.objects.select_related('backend').get(pk=endpoint.pk)


def test_all_is_well_and_the_registration_stays(lab: ProxmoxEndpoint, estate: Estate, proxbox: ScriptedBackend) -> None:
    findings = check_endpoint(lab)

    assert levels_of(findings) == ALL_WELL
    assert finding_of(REGISTRATION, findings).summary == 'Registered in the backend.'
    assert 'cluster "lab-cluster" with 3 nodes (3 online)' in finding_of(STATUS, findings).summary
    assert '3 of 3 nodes' in finding_of(METRICS, findings).summary
    assert fresh(lab).registered_id == estate.records.id_of('lab')
    assert not lab.nodes.exists()
    assert len(proxbox.lines) == 5


def test_a_member_without_corosync_is_no_standalone_host(lab: ProxmoxEndpoint, estate: Estate) -> None:
    estate.topology, estate.configured = standalone_host('pve1'), ('pve1', 'pve2', 'pve3')

    findings = check_endpoint(lab)

    assert levels_of(findings) == only(STATUS, *SUBJECTS[:5])
    assert 'corosync does not run on the member that answered' in finding_of(STATUS, findings).summary


def test_verification_that_is_off_is_a_warning(lab: ProxmoxEndpoint) -> None:
    ProxmoxEndpoint.objects.update(verify_ssl=False)

    findings = check_endpoint(fresh(lab))

    assert levels_of(findings) == ALL_WELL | {TLS: 'warning'}
    assert 'can read the login' in finding_of(TLS, findings).summary
    assert 'switch on "Verify TLS" of endpoint "lab"' in finding_of(TLS, findings).cure


def test_what_the_backend_knows_is_not_told_again(lab: ProxmoxEndpoint, proxbox: ScriptedBackend) -> None:
    check_endpoint(lab)
    before = len(proxbox.lines)

    findings = check_endpoint(fresh(lab))

    assert levels_of(findings) == ALL_WELL
    assert 'knows the endpoint as it is' in finding_of(REGISTRATION, findings).summary
    assert len(proxbox.lines) - before == 4


def test_a_record_that_is_gone_is_made_again(lab: ProxmoxEndpoint, estate: Estate) -> None:
    check_endpoint(lab)
    estate.records.rows.clear()

    assert levels_of(check_endpoint(fresh(lab))) == ALL_WELL
    assert fresh(lab).registered_id == estate.records.id_of('lab')


@pytest.mark.parametrize(
    ('captured', 'levels'),
    [
        ('bad_password_cluster_status', only(CONNECTION, BACKEND, REGISTRATION)),
        ('session_500_cluster_status', only(CONNECTION, BACKEND, REGISTRATION)),
        ('late_timeout_cluster_status', only(CONNECTION, BACKEND, REGISTRATION)),
        ('nostatus_cluster_status', only(STATUS, BACKEND, REGISTRATION, CONNECTION, TLS, LOGIN)),
        ('bad_token_cluster_status', only(LOGIN, BACKEND, REGISTRATION, CONNECTION, TLS)),
        ('nojoin_cluster_status', only(STATUS, BACKEND, REGISTRATION, CONNECTION, TLS, LOGIN)),
        ('refused_cluster_status', only(CONNECTION, BACKEND, REGISTRATION)),
        ('ssl_verify_cluster_status', only(CONNECTION, BACKEND, REGISTRATION)),
        ('hang_cluster_status', only(CONNECTION, BACKEND, REGISTRATION)),
        ('wrong_key_1', only(BACKEND, REGISTRATION)),
    ],
)
def test_where_the_way_to_proxmox_ends(
    captured: str, levels: dict[str, str], lab: ProxmoxEndpoint, estate: Estate, proxbox: ScriptedBackend
) -> None:
    estate.failing[CLUSTER_STATUS] = captured_reply(captured)

    findings = check_endpoint(lab)

    assert levels_of(findings) == levels
    (failed,) = (finding for finding in findings if finding.level == 'error')
    assert failed.summary
    assert failed.cure
    assert proxbox.lines == [f'POST {RECORDS}', f'GET {CLUSTER_STATUS}']


def test_metrics_that_may_not_be_read(lab: ProxmoxEndpoint, estate: Estate) -> None:
    blind = replace(measured('pve2'), memory_usage=0)
    estate.metrics = metrics_of('pve1', blind, 'pve3')

    findings = check_endpoint(lab)

    assert levels_of(findings) == {**ALL_WELL, METRICS: 'warning'}
    assert '2 of 3' in finding_of(METRICS, findings).summary
    assert 'Sys.Audit' in finding_of(METRICS, findings).cure


def test_a_node_whose_pvestatd_hangs_needs_no_rights(lab: ProxmoxEndpoint, estate: Estate) -> None:
    estate.failing[NODE_LISTING] = Reply(
        body=[{'node': name, 'status': 'unknown'} for name in ('pve1', 'pve2', 'pve3')]
    )

    findings = check_endpoint(lab)

    assert levels_of(findings) == {**ALL_WELL, METRICS: 'warning'}
    found = finding_of(METRICS, findings)
    assert '0 of 3' in found.summary
    assert 'pvestatd' in found.summary
    assert 'pvestatd' in found.cure
    assert 'Sys.Audit' not in found.summary + found.cure


def test_metrics_that_fail(lab: ProxmoxEndpoint, estate: Estate) -> None:
    estate.lose_metrics()

    assert levels_of(check_endpoint(lab)) == {**ALL_WELL, METRICS: 'error'}


def test_a_node_that_is_offline_needs_no_metrics(lab: ProxmoxEndpoint, estate: Estate) -> None:
    down = node_named('pve3', node_id=3, online=False)
    estate.topology = replace(estate.topology, nodes=(*estate.topology.nodes[:2], down))
    estate.metrics = metrics_of('pve1', 'pve2', measured('pve3', memory_usage=0))

    findings = check_endpoint(lab)

    assert levels_of(findings) == ALL_WELL
    assert '(2 online)' in finding_of(STATUS, findings).summary
    assert '2 of 2' in finding_of(METRICS, findings).summary


def test_a_paused_backend_is_not_asked(lab: ProxmoxEndpoint, proxbox: ScriptedBackend) -> None:
    ProxboxBackend.objects.update(is_paused=True, pause_cause='It refused the key.')

    findings = check_endpoint(fresh(lab))

    assert levels_of(findings) == only(BACKEND)
    assert 'test its connection' in finding_of(BACKEND, findings).cure
    assert proxbox.lines == []


def test_a_disabled_endpoint_can_be_tested(lab: ProxmoxEndpoint) -> None:
    lab.enabled = False

    assert levels_of(check_endpoint(lab)) == ALL_WELL


def test_a_login_that_cannot_be_read_is_told(
    lab: ProxmoxEndpoint, proxbox: ScriptedBackend, configure: Callable[..., None]
) -> None:
    configure(encryption_keys=[Fernet.generate_key().decode()])

    findings = check_endpoint(fresh(lab))

    assert levels_of(findings) == only(LOGIN)
    assert proxbox.lines == []


def test_a_test_ends_in_time_and_says_who_was_waited_for(lab: ProxmoxEndpoint, estate: Estate) -> None:
    check_endpoint(lab)

    findings = check_endpoint(fresh(lab), seconds=0.0)

    assert levels_of(findings) == only(CONNECTION, REGISTRATION)
    assert 'hangs or is too slow' in finding_of(CONNECTION, findings).summary
    assert ProxboxBackend.objects.get().failures == 0


def test_no_finding_holds_a_secret(lab: ProxmoxEndpoint, estate: Estate) -> None:
    echo = {'message': 'Could not reach', 'detail': f'a-password and {backend_of(lab).api_key.reveal()}'}
    for path in (CLUSTER_STATUS, NODE_LISTING):
        estate.failing[path] = Reply(400, echo)

    told = repr(check_endpoint(lab))

    assert 'Could not reach' in told
    assert 'a-password' not in told
    assert backend_of(lab).api_key.reveal() not in told
