"""Nodes fail and return, and metrics move or are missing: what the next sync makes of it."""

from dataclasses import replace

import pytest

from devstack.proxmox_ve import cluster_answers
from devstack.proxmox_ve.control import Control
from devstack.proxmox_ve.estates import find_estate

from .netbox import NetBox
from .records import Change

pytestmark = pytest.mark.integration


def test_a_node_fails_and_returns(netbox: NetBox, synced_lab: int, control: Control) -> None:
    control.set_online('lab', 'pve3', False)
    failed = netbox.sync(synced_lab)
    assert netbox.changes_of(failed) == [Change('update', 'proxmoxnode', 'pve3', 'admin')]
    rows = netbox.rows(synced_lab)
    assert rows.online == {'pve1', 'pve2'}
    pve3 = rows.nodes['pve3']
    assert [pve3[name] for name in ('cpu_usage', 'memory_usage', 'uptime')] == [0, 0, 0]
    control.set_online('lab', 'pve3', True)
    control.advance_clock('lab', 60)
    assert netbox.changes_of(netbox.sync(synced_lab)) == [Change('update', 'proxmoxnode', 'pve3', 'admin')]
    pve3 = netbox.rows(synced_lab).nodes['pve3']
    assert (pve3['online'], pve3['uptime']) == (True, 60)


def test_metrics_follow_without_an_entry_in_the_change_log(netbox: NetBox, synced_lab: int, control: Control) -> None:
    control.advance_clock('lab', 3600)
    run = netbox.sync(synced_lab)
    metrics = {name: (node['cpu_usage'], node['uptime']) for name, node in netbox.rows(synced_lab).nodes.items()}
    assert metrics == {node.name: (node.cpu, node.uptime) for node in control.state('lab').nodes}
    assert netbox.changes_of(run) == []


def test_the_first_node_is_offline(netbox: NetBox, synced_lab: int, control: Control) -> None:
    """proxbox-api 0.0.30 answers 500 on /proxmox/nodes/ then."""
    control.set_online('lab', 'pve1', False)
    run = netbox.sync(synced_lab)
    assert (run.outcome, run.text.strip()) == (('succeeded', ''), '')
    rows = netbox.rows(synced_lab)
    assert rows.online == {'pve2', 'pve3'}
    assert {name: node['cpu_usage'] for name, node in rows.nodes.items()} == {
        node.name: node.cpu or 0.0 for node in control.state('lab').nodes
    }


def test_a_node_without_an_address_keeps_its_last_one(netbox: NetBox, synced_lab: int, control: Control) -> None:
    before = netbox.rows(synced_lab)
    estate = find_estate('lab')
    unresolved = replace(estate, nodes=tuple(replace(node, ip_address='') for node in estate.nodes))
    control.reply('lab', {'/cluster/status': cluster_answers.status(unresolved, unresolved.nodes[0])})
    run = netbox.sync(synced_lab)
    assert (run.outcome, run.changes) == (('succeeded', ''), [])
    assert addresses(netbox, synced_lab) == {name: node['ip_address'] for name, node in before.nodes.items()}


def addresses(netbox: NetBox, endpoint: int) -> dict[str, str]:
    return {name: node['ip_address'] for name, node in netbox.rows(endpoint).nodes.items()}


def test_without_the_right_to_audit_metrics_are_zero_and_the_run_says_so(
    netbox: NetBox, synced_lab: int, control: Control
) -> None:
    control.deny_audit('lab')
    run = netbox.sync(synced_lab)
    assert run.outcome == ('succeeded', '')
    assert run.warnings == [
        'Metrics are missing for pve1, pve2, pve3: the user or token may lack Sys.Audit in Proxmox VE.'
    ]
    rows = netbox.rows(synced_lab)
    assert rows.online == {'pve1', 'pve2', 'pve3'}
    assert {(node['cpu_usage'], node['max_memory']) for node in rows.nodes.values()} == {(0, 0)}


def test_topology_without_metrics_is_degraded_and_keeps_the_last_ones(
    netbox: NetBox, synced_lab: int, control: Control
) -> None:
    before = netbox.rows(synced_lab)
    control.fail('lab', {'/nodes': 500, '/cluster/resources': 595})
    control.set_online('lab', 'pve3', False)
    run = netbox.sync(synced_lab)
    assert run.outcome == ('degraded', 'reading-incomplete')
    assert 'Error fetching Proxmox cluster resources' in run.cause
    assert run.cure == 'Sync again; if it stays so, see the log of proxbox-api and that of Proxmox VE.'
    assert run.warnings == ['Topology was written; the metrics of the nodes are those of an earlier sync.']
    after = netbox.rows(synced_lab)
    assert after.online == {'pve1', 'pve2'}
    assert {name: node['cpu_usage'] for name, node in after.nodes.items()} == {
        name: node['cpu_usage'] for name, node in before.nodes.items()
    }
