"""What was not read of the nodes stays as it was, with its time, and the run says why."""

import pytest

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from tests.sources.proxbox_api.scripted_backend import captured_reply
from tests.sync.estate import NODE_LISTING, RESOURCES, Estate
from tests.sync.ways import on_both_sources
from tests.sync.whole_runs import whole_run

pytestmark = pytest.mark.django_db

FULL = {'cpu': 0.5, 'maxcpu': 16, 'mem': 2**30, 'maxmem': 2**34, 'uptime': 7200}


@on_both_sources
def test_a_first_run_without_metrics_names_no_earlier_sync(lab: ProxmoxEndpoint, estate: Estate) -> None:
    estate.lose_metrics()

    run = whole_run(lab)

    assert run.status == 'degraded'
    assert run.warnings == ['Topology was written; no metrics of the nodes have been read yet.']


def call_unknown(estate: Estate, *names: str) -> None:
    """Let Proxmox VE have no metrics of these nodes, as when pvestatd hangs there."""
    known = [{'node': node.name, 'status': 'online', **FULL} for node in estate.metrics.nodes if node.name not in names]
    unknown = [{'node': name, 'status': 'unknown', 'ssl_fingerprint': f'EE:FF:{name}'} for name in names]
    estate.list_nodes(*unknown, *known)


@on_both_sources
def test_a_node_whose_pvestatd_hangs_keeps_its_metrics_and_their_time(lab: ProxmoxEndpoint, estate: Estate) -> None:
    whole_run(lab)
    before = ProxmoxNode.objects.get(name='pve2')
    call_unknown(estate, 'pve2')

    run = whole_run(lab)

    after, other = (ProxmoxNode.objects.get(name=name) for name in ('pve2', 'pve1'))
    assert run.status == 'succeeded'
    assert len(run.warnings) == 1
    assert 'no metrics of pve2' in run.warnings[0]
    assert 'pvestatd' in run.warnings[0]
    for name in ('cpu_usage', 'max_cpu', 'memory_usage', 'max_memory', 'uptime', 'metrics_read_at'):
        assert getattr(after, name) == getattr(before, name)
    assert after.last_seen is not None
    assert before.last_seen is not None
    assert after.last_seen > before.last_seen
    assert (after.online, after.ssl_fingerprint) == (True, 'EE:FF:pve2')
    assert other.cpu_usage == FULL['cpu']


@on_both_sources
def test_a_run_that_reads_no_node_is_degraded(lab: ProxmoxEndpoint, estate: Estate) -> None:
    call_unknown(estate, 'pve1', 'pve2', 'pve3')

    run = whole_run(lab)

    assert run.status == 'degraded'
    assert [('pvestatd' in warning, 'read yet' in warning) for warning in run.warnings] == [
        (True, False),
        (False, True),
    ]
    assert set(ProxmoxNode.objects.values_list('metrics_read_at', flat=True)) == {None}


def test_the_uptime_that_a_route_lacks_stays(lab: ProxmoxEndpoint, estate: Estate) -> None:
    whole_run(lab)
    estate.failing |= dict.fromkeys((NODE_LISTING, RESOURCES), captured_reply('err500_resources_node'))

    run = whole_run(lab)

    first = ProxmoxNode.objects.get(name='pve1')
    assert (run.status, first.uptime) == ('succeeded', 3600)
    assert 'without uptime' in run.warnings[0]
