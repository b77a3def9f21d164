"""A whole run through its stages: what it writes, what it leaves, and how it ends."""

import json
from typing import Any

import pytest
from core.models import ObjectChange
from users.models import User

from netbox_proxbox import stages
from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.sources.records import Topology
from netbox_proxbox.stages.execution import COMPLETED, IGNORED, StageFailed
from tests.builders import a_run
from tests.reading.test_as_json import READINGS_OF_0_1_0
from tests.readings import cluster_of, measured, metrics_of, numbered
from tests.sources.proxbox_api.scripted_backend import Reply, ScriptedBackend, captured_reply
from tests.sync.estate import Estate
from tests.sync.ways import Way, on_both_sources
from tests.sync.whole_runs import STAGES, started, whole_run

pytestmark = [pytest.mark.django_db, on_both_sources]


def test_a_first_run_creates_everything(lab: ProxmoxEndpoint) -> None:
    run = whole_run(lab)

    assert (run.status, run.warnings, run.error_code) == ('succeeded', [], '')
    assert run.result == {
        'mode': 'cluster',
        'clusters': {'created': 1, 'updated': 0},
        'nodes': {'created': 3, 'updated': 0, 'deleted': 0},
    }
    assert {stage['state'] for stage in run.stages.values()} == {'done'}
    assert ('register' in run.stages) is not lab.is_direct
    assert run.readings == {}
    assert run.started_at is not None
    assert run.ended_at is not None
    assert run.requested_at < run.started_at < run.ended_at
    lab.refresh_from_db()
    assert lab.last_read_at is not None
    assert run.started_at < lab.last_read_at < run.ended_at


def test_a_second_run_writes_metrics_and_no_change_log(lab: ProxmoxEndpoint, estate: Estate) -> None:
    whole_run(lab)
    ObjectChange.objects.all().delete()
    estate.metrics = metrics_of(*(measured(f'pve{i}', cpu_usage=0.5, uptime=i) for i in (1, 2, 3)))

    run = whole_run(lab)

    assert (run.status, run.changes) == ('succeeded', [])
    assert not ObjectChange.objects.exists()
    assert [node.uptime for node in ProxmoxNode.objects.order_by('name')] == [1, 2, 3]


def test_changes_are_logged_under_the_run_and_the_person(lab: ProxmoxEndpoint) -> None:
    run = started(lab, user=User.objects.create_user('ada'))
    for stage in STAGES:
        stage(run.pk)

    entries = ObjectChange.objects.all()
    assert {(entry.request_id, entry.user_name) for entry in entries} == {(run.request_id, 'ada')}
    assert sorted(entry.object_repr for entry in entries) == ['lab', 'lab-cluster', 'pve1', 'pve2', 'pve3']


def test_scheduled_changes_are_logged_under_the_service_user(lab: ProxmoxEndpoint, estate: Estate) -> None:
    whole_run(lab, 'schedule')
    estate.topology, estate.metrics = cluster_of(*numbered(2)), metrics_of('pve1', 'pve2')

    run = whole_run(lab, 'schedule')

    entries = ObjectChange.objects.filter(request_id=run.request_id)
    assert {entry.user_name for entry in entries} == {'proxbox-sync'}
    assert {(entry.action, entry.object_repr) for entry in entries} == {
        ('update', 'lab-cluster'),
        ('delete', 'pve3'),
    }
    assert [(change['action'], change['name']) for change in run.changes] == [
        ('update', 'lab-cluster'),
        ('delete', 'pve3'),
    ]


def test_without_metrics_a_run_is_degraded(lab: ProxmoxEndpoint, estate: Estate) -> None:
    whole_run(lab)
    estate.lose_metrics()
    estate.topology = cluster_of(*numbered(2))

    run = whole_run(lab)

    assert run.status == 'degraded'
    assert run.error_code
    assert run.cause
    assert run.cure
    assert run.warnings == ['Topology was written; the metrics of the nodes are those of an earlier sync.']
    assert {node.cpu_usage for node in ProxmoxNode.objects.all()} == {0.25}
    assert ProxmoxNode.objects.count() == 2


@pytest.mark.parametrize(
    'reply',
    [
        captured_reply('bad_token_cluster_status'),
        captured_reply('nostatus_cluster_status'),
        Reply(body=[]),
        Reply(body={'detail': 'maintenance'}),
        Reply(body=b'<html>login</html>', headers={'Content-Type': 'text/html'}),
    ],
)
def test_a_failed_reading_deletes_nothing(lab: ProxmoxEndpoint, estate: Estate, reply: Reply) -> None:
    whole_run(lab)
    before = list(ProxmoxNode.objects.values()), list(ProxmoxCluster.objects.values())
    estate.failing[estate.topology_path] = reply

    run = whole_run(lab)

    assert run.status == 'failed'
    assert (list(ProxmoxNode.objects.values()), list(ProxmoxCluster.objects.values())) == before


def test_a_cluster_without_nodes_deletes_nothing(lab: ProxmoxEndpoint, estate: Estate) -> None:
    whole_run(lab)
    estate.topology = Topology(
        mode='cluster', name='lab-cluster', cluster_id='', nodes_count=0, quorate=True, version=1, nodes=()
    )

    assert whole_run(lab).error_code == 'reading-incomplete'
    assert ProxmoxNode.objects.count() == 3


def test_a_duplicate_cluster_is_named_and_writes_nothing(
    lab: ProxmoxEndpoint, server: ScriptedBackend, way: Way
) -> None:
    whole_run(lab)
    twin = way.endpoint(server, name='lab-twin')

    run = whole_run(twin)

    assert (run.status, run.error_code) == ('failed', 'duplicate-cluster')
    assert '"lab-twin" leads to the cluster "lab-cluster", which endpoint "lab" tracks already' in run.cause
    assert not twin.nodes.exists()


def test_each_stage_twice_is_as_good_as_once(lab: ProxmoxEndpoint) -> None:
    run = started(lab)
    for stage in STAGES:
        stage(run.pk)
        stage(run.pk)

    run.refresh_from_db()
    assert run.status == 'succeeded'
    assert ObjectChange.objects.count() == 5
    assert len(run.changes) == 5
    assert run.warnings == []


@pytest.mark.parametrize('over', [(), (stages.fetch_cluster.execute,), (stages.fetch_nodes.execute,)])
def test_a_join_that_comes_before_the_whole_reading_does_nothing(lab: ProxmoxEndpoint, over: tuple[Any, ...]) -> None:
    run = started(lab)
    for stage in over:
        stage(run.pk)

    assert stages.reconcile.execute(run.pk) == IGNORED
    assert stages.prune.execute(run.pk) == IGNORED

    run.refresh_from_db()
    assert run.status == 'running'
    for stage in STAGES:
        stage(run.pk)
    run.refresh_from_db()
    assert (run.status, run.warnings) == ('succeeded', [])


def test_an_older_reading_is_not_written_over_a_newer_one(lab: ProxmoxEndpoint) -> None:
    run = started(lab)
    stages.fetch_cluster.execute(run.pk)
    stages.fetch_nodes.execute(run.pk)
    newer = a_run(lab, 'succeeded', started_at=clock.database_now(), result={})
    ProxmoxEndpoint.objects.update(last_read_at=newer.started_at)

    with pytest.raises(StageFailed, match=r'^reconcile: sync-in-progress$'):
        stages.reconcile.execute(run.pk)

    run.refresh_from_db()
    assert (run.status, run.error_code) == ('failed', 'sync-in-progress')
    assert f'a newer reading: {newer}.' in run.cause
    assert not ProxmoxNode.objects.exists()


def test_an_endpoint_that_was_deleted_meanwhile_is_ignored(lab: ProxmoxEndpoint) -> None:
    run = started(lab)
    stages.fetch_cluster.execute(run.pk)
    ProxmoxEndpoint.objects.all().delete()

    assert stages.reconcile.execute(run.pk) == IGNORED
    assert not SyncRun.objects.exists()


def test_prune_understands_what_reconcile_of_the_first_release_leaves_to_it(lab: ProxmoxEndpoint) -> None:
    kept = json.loads(READINGS_OF_0_1_0.read_text())
    node = ProxmoxNode.objects.create(endpoint=lab, name='pve9')
    kept['reconcile']['absent'] = [node.pk for _ in kept['reconcile']['absent']]
    run = a_run(lab, 'running', stages=kept['stages'], readings={'reconcile': kept['reconcile']})

    assert stages.prune.execute(run.pk) == COMPLETED

    run.refresh_from_db()
    # That release judged nothing, so the next run does.
    assert (run.status, (run.result or {})['nodes']['deleted']) == ('succeeded', 0)
    assert ProxmoxNode.objects.filter(pk=node.pk).exists()
