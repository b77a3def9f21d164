"""Proxmox VE behind a healthy proxbox-api refuses, hangs or tells half the truth: the run says it, NetBox stays."""

import pytest

from devstack.proxmox_ve import cluster_answers
from devstack.proxmox_ve.control import Control
from devstack.proxmox_ve.estates import find_estate

from .effects import sync_without_effect
from .endpoints import Endpoints
from .netbox import NetBox

pytestmark = pytest.mark.integration


def test_a_wrong_token(netbox: NetBox, endpoints: Endpoints, known_lab: int) -> None:
    endpoints.change(known_lab, token_value='11111111-2222-3333-4444-555555555555')
    run = sync_without_effect(netbox, known_lab)
    assert run.outcome == ('failed', 'endpoint-login-refused')
    assert 'refuses the login' in run.cause
    assert 'Correct the user name' in run.cure
    assert '11111111-2222' not in run.text


def test_a_wrong_password(netbox: NetBox, endpoints: Endpoints, backend: int) -> None:
    endpoint = endpoints.add('dc', backend, password='no password of anybody')
    run = sync_without_effect(netbox, endpoint)
    assert run.outcome == ('failed', 'endpoint-not-opened')
    assert 'could not reach' in run.cause
    assert 'could not log in' in run.cause
    assert 'the password' in run.cure
    assert 'no password of anybody' not in run.text
    rows = netbox.rows(endpoint)
    assert (rows.mode, rows.clusters, rows.nodes) == ('undefined', [], {})


def test_a_certificate_that_nobody_signed(netbox: NetBox, endpoints: Endpoints, known_lab: int) -> None:
    endpoints.change(known_lab, verify_ssl=True, **endpoints.login('lab'))
    run = sync_without_effect(netbox, known_lab)
    assert run.outcome == ('failed', 'endpoint-unreachable')
    assert 'does not trust its certificate' in run.cause
    assert 'switch off "Verify TLS"' in run.cure


def test_proxmox_is_not_there(netbox: NetBox, known_lab: int, control: Control) -> None:
    control.refuse('lab')
    run = sync_without_effect(netbox, known_lab)
    assert run.outcome == ('failed', 'endpoint-unreachable')
    assert 'Check the address and port' in run.cure


def test_proxmox_accepts_and_never_answers(
    netbox: NetBox, endpoints: Endpoints, known_lab: int, control: Control
) -> None:
    endpoints.change(known_lab, timeout=1)
    control.hang('lab')
    run = sync_without_effect(netbox, known_lab)
    assert run.outcome == ('failed', 'endpoint-timeout')
    assert 'pveproxy' in run.cure


def test_the_login_may_not_read_the_cluster(netbox: NetBox, known_lab: int, control: Control) -> None:
    control.fail('lab', {'/cluster/status': 403})
    run = sync_without_effect(netbox, known_lab)
    assert run.outcome == ('failed', 'endpoint-status-unreadable')
    assert 'PVEAuditor' in run.cure


def test_a_cluster_without_nodes(netbox: NetBox, known_lab: int, control: Control) -> None:
    estate = find_estate('lab')
    cluster, *_ = cluster_answers.status(estate, estate.nodes[0])
    control.reply('lab', {'/cluster/status': [cluster]})
    run = sync_without_effect(netbox, known_lab)
    assert run.outcome == ('failed', 'reading-incomplete')
    assert 'The cluster was listed without any node.' in run.cause
    assert 'see the log of proxbox-api and that of Proxmox VE' in run.cure


def test_a_member_is_missing_from_the_list(netbox: NetBox, known_lab: int, control: Control) -> None:
    estate = find_estate('lab')
    control.reply('lab', {'/cluster/status': cluster_answers.status(estate, estate.nodes[0])[:-1]})
    run = sync_without_effect(netbox, known_lab)
    assert run.outcome == ('failed', 'reading-incomplete')
    assert 'Proxmox VE counts 3 nodes, but only 2 were listed.' in run.cause


def test_an_empty_list(netbox: NetBox, known_lab: int, control: Control) -> None:
    control.reply('lab', {'/cluster/status': []})
    run = sync_without_effect(netbox, known_lab)
    assert run.outcome == ('failed', 'reading-incomplete')
    assert 'The cluster was listed without any node.' in run.cause
