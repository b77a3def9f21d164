"""The whole sync in the calling process, also inside of a caller's transaction and request."""

from uuid import uuid4

import pytest
from core.models import ObjectChange
from django.db import transaction
from netbox.context_managers import event_tracking
from users.models import User
from utilities.request import NetBoxFakeRequest

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from tests.readings import cluster_of, metrics_of, numbered
from tests.sync.estate import Estate
from tests.sync.ways import on_both_sources
from tests.sync.whole_runs import synced

pytestmark = [pytest.mark.django_db, on_both_sources]


def test_a_run_is_recorded_as_finished(lab: ProxmoxEndpoint) -> None:
    run = synced(lab)

    assert (run.status, run.trigger, run.warnings, run.error_code) == ('succeeded', 'python', [], '')
    assert run.started_at is not None
    assert run.ended_at is not None
    assert run.started_at < run.ended_at
    lab.refresh_from_db()
    assert (lab.mode, lab.last_read_at) == ('cluster', run.started_at)
    assert lab.registered_id == (None if lab.is_direct else 1)
    assert {entry.request_id for entry in ObjectChange.objects.all()} == {run.request_id}
    assert {entry.user_name for entry in ObjectChange.objects.all()} == {'proxbox-sync'}


def test_a_second_sync_adds_nothing_to_the_change_log(lab: ProxmoxEndpoint) -> None:
    synced(lab)
    entries = ObjectChange.objects.count()

    assert synced(lab).changes == []
    assert ObjectChange.objects.count() == entries


def test_without_metrics_it_is_degraded_and_says_why(lab: ProxmoxEndpoint, estate: Estate) -> None:
    synced(lab)
    estate.lose_metrics()

    run = synced(lab)

    assert run.status == 'degraded'
    assert run.cause
    assert run.cure
    assert len(run.warnings) == 1
    assert {node.cpu_usage for node in ProxmoxNode.objects.all()} == {0.25}


def test_absent_rows_are_deleted(lab: ProxmoxEndpoint, estate: Estate) -> None:
    synced(lab)
    estate.topology, estate.metrics = cluster_of(*numbered(3)[1:]), metrics_of('pve2', 'pve3')

    run = synced(lab)

    assert (run.result or {})['nodes'] == {'created': 0, 'updated': 0, 'deleted': 1}
    assert [node.name for node in ProxmoxNode.objects.all()] == ['pve2', 'pve3']
    assert ProxmoxCluster.objects.get().nodes_count == 2


def test_it_works_inside_of_a_callers_transaction(lab: ProxmoxEndpoint) -> None:
    with transaction.atomic():
        run = synced(lab)
        assert ProxmoxNode.objects.count() == 3

    assert run.status == 'succeeded'


def test_a_script_keeps_its_own_request(lab: ProxmoxEndpoint) -> None:
    ada = User.objects.create_user('ada')
    request = NetBoxFakeRequest({'id': uuid4(), 'user': ada, 'META': {}, 'method': 'POST', 'path': ''})

    with event_tracking(request), transaction.atomic():
        synced(lab)

    entries = ObjectChange.objects.all()
    assert {(entry.request_id, entry.user_name) for entry in entries} == {(request.id, 'ada')}


def test_what_a_script_undoes_leaves_nothing(lab: ProxmoxEndpoint) -> None:
    with transaction.atomic():
        synced(lab)
        transaction.set_rollback(True)

    assert not ProxmoxNode.objects.exists()
    assert not SyncRun.objects.exists()
