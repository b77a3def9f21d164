"""What a sync would change, told beforehand and not written."""

from typing import Any

import pytest
from core.models import ObjectChange
from extras.models import JournalEntry, Tag
from utilities.testing import create_test_device

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.sync.foreground import preview_in_foreground
from tests.readings import cluster_of, metrics_of, numbered, standalone_host
from tests.sync.estate import Estate
from tests.sync.missing_nodes import answer
from tests.sync.ways import on_both_sources
from tests.sync.whole_runs import synced

pytestmark = [pytest.mark.django_db, on_both_sources]


def previewed(endpoint: ProxmoxEndpoint) -> SyncRun:
    return preview_in_foreground(ProxmoxEndpoint.objects.get(pk=endpoint.pk), 'command')


def plan_of(run: SyncRun) -> dict[tuple[str, str], dict[str, Any]]:
    return {(record['action'], record['name']): record['fields'] for record in run.plan or []}


def everything() -> list[str]:
    models = (ProxmoxEndpoint, ProxmoxCluster, ProxmoxNode, ObjectChange)
    return [str(list(model.objects.order_by('pk').values())) for model in models]


def test_it_tells_all_that_a_first_sync_creates_and_keeps_nothing(lab: ProxmoxEndpoint) -> None:
    run = previewed(lab)

    assert (run.status, run.is_preview, run.changes, run.result) == ('succeeded', True, [], None)
    plan = plan_of(run)
    assert list(plan) == [
        ('update', 'lab'),
        ('create', 'lab-cluster'),
        ('create', 'pve1'),
        ('create', 'pve2'),
        ('create', 'pve3'),
    ]
    assert plan['create', 'pve2'] | {'ip_address': [None, '10.10.0.3'], 'node_id': [None, 2]} == plan['create', 'pve2']
    assert plan['create', 'lab-cluster']['quorate'] == [None, True]
    assert not ProxmoxNode.objects.exists()
    assert not ObjectChange.objects.exists()
    lab.refresh_from_db()
    assert (lab.mode, lab.last_read_at, lab.overdue_at) == ('undefined', None, None)


def test_what_goes_with_a_deleted_node_is_told(lab: ProxmoxEndpoint, estate: Estate) -> None:
    synced(lab)
    node = ProxmoxNode.objects.get(name='pve3')
    node.netbox_device = device = create_test_device('rack-7')
    node.save()
    node.tags.add(Tag.objects.create(name='Blue', slug='blue'))
    JournalEntry.objects.create(assigned_object=node, comments='A new disk.')
    answer(estate, 1, 2)
    before = everything()

    run = previewed(lab)

    assert plan_of(run)['delete', 'pve3'] == {
        'netbox_device': [device.pk, None],
        'tags': ['Blue', None],
        'journal_entries': [1, None],
    }
    assert everything() == before


def test_what_goes_with_a_cluster_is_told(lab: ProxmoxEndpoint, estate: Estate) -> None:
    synced(lab)
    cluster = ProxmoxCluster.objects.get()
    JournalEntry.objects.create(assigned_object=cluster, comments='Moved to another room.')
    estate.topology, estate.metrics = standalone_host('pve1'), metrics_of('pve1')
    assert synced(lab).status == 'held'
    ProxmoxEndpoint.objects.update(held_decision='believe')

    plan = plan_of(previewed(lab))

    assert plan['delete', 'lab-cluster'] == {'journal_entries': [1, None]}
    assert ProxmoxCluster.objects.get() == cluster


def test_a_second_preview_of_what_was_synced_is_empty(lab: ProxmoxEndpoint) -> None:
    synced(lab)

    run = previewed(lab)

    assert (run.plan, run.warnings) == ([], [])


def test_it_says_what_a_sync_would_hold(lab: ProxmoxEndpoint, estate: Estate) -> None:
    synced(lab)
    answer(estate, 1)
    before = everything()

    run = previewed(lab)

    assert run.status == 'succeeded'
    assert plan_of(run)['update', 'pve2']['missing_because'] == ['', 'limit']
    assert 'A sync would hold deletions' in run.warnings[-1]
    assert everything() == before


def test_it_says_that_metrics_are_lacking(lab: ProxmoxEndpoint, estate: Estate) -> None:
    synced(lab)
    estate.lose_metrics()

    run = previewed(lab)

    assert run.status == 'succeeded'
    assert run.warnings


def test_one_that_cannot_read_is_recorded_as_failed(lab: ProxmoxEndpoint, estate: Estate) -> None:
    synced(lab)
    estate.topology, estate.metrics = cluster_of('ams1', 'ams2'), metrics_of('ams1', 'ams2')

    with pytest.raises(Exception, match='no node in common'):
        previewed(lab)

    run = SyncRun.objects.filter(is_preview=True).get()
    assert (run.plan, run.error_code, run.status) == (None, 'nothing-in-common', 'held')
    assert 'A preview asks nothing.' in run.cure
    assert ProxmoxEndpoint.objects.get().held_because == ''
    assert {node.name for node in ProxmoxNode.objects.all()} == {node.name for node in numbered(3)}
