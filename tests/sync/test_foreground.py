"""The whole sync in the calling process, also inside of a caller's transaction and request."""

import functools
from uuid import uuid4

import pytest
from core.models import ObjectChange
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from netbox.context_managers import event_tracking
from users.models import User
from utilities.request import NetBoxFakeRequest

from netbox_proxbox.models import ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.proxmox.errors import (
    BackendKeyRefused,
    BackendUnreachable,
    DuplicateCluster,
    EndpointDisabled,
    RegistrationStale,
    SyncInProgress,
)
from netbox_proxbox.proxmox.proxbox_api import ProxboxApi
from netbox_proxbox.sync import runs
from netbox_proxbox.sync.foreground import preview, sync_in_foreground
from tests.builders import a_backend, a_run, an_endpoint
from tests.proxmox.scripted_backend import ScriptedBackend, captured_reply
from tests.readings import cluster_of, metrics_of, numbered, standalone_host
from tests.sync.estate import CLUSTER_STATUS, FIRST_NODE, RECORDS, Estate

pytestmark = pytest.mark.django_db


def synced(endpoint: ProxmoxEndpoint) -> SyncRun:
    """Sync a freshly loaded endpoint, and return the run as the database has it."""
    run = sync_in_foreground(ProxmoxEndpoint.objects.get(pk=endpoint.pk), 'python')
    run.refresh_from_db()
    return run


def test_a_run_is_recorded_as_finished(lab: ProxmoxEndpoint) -> None:
    run = synced(lab)

    assert (run.status, run.trigger, run.warnings, run.error_code) == ('succeeded', 'python', [], '')
    assert run.started_at is not None
    assert run.ended_at is not None
    assert run.started_at < run.ended_at
    lab.refresh_from_db()
    assert (lab.mode, lab.last_read_at, lab.registered_id) == ('cluster', run.started_at, 1)
    assert {entry.request_id for entry in ObjectChange.objects.all()} == {run.request_id}
    assert {entry.user_name for entry in ObjectChange.objects.all()} == {'proxbox-sync'}


def test_a_second_sync_adds_nothing_to_the_change_log(lab: ProxmoxEndpoint) -> None:
    synced(lab)
    entries = ObjectChange.objects.count()

    assert synced(lab).changes == []
    assert ObjectChange.objects.count() == entries


def test_without_figures_it_is_degraded_and_says_why(lab: ProxmoxEndpoint, estate: Estate) -> None:
    synced(lab)
    estate.lose_figures()

    run = synced(lab)

    assert run.status == 'degraded'
    assert run.cause
    assert run.cure
    assert len(run.warnings) == 1
    assert {node.cpu_usage for node in ProxmoxNode.objects.all()} == {0.25}


def test_absent_rows_are_deleted(lab: ProxmoxEndpoint, estate: Estate) -> None:
    synced(lab)
    estate.topology, estate.metrics = standalone_host('pve2'), metrics_of('pve2')

    run = synced(lab)

    assert (run.result or {})['nodes'] == {'created': 0, 'updated': 1, 'deleted': 2}
    assert [node.name for node in ProxmoxNode.objects.all()] == ['pve2']
    assert not ProxmoxCluster.objects.exists()


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


@pytest.mark.parametrize('status', ['queued', 'running'])
def test_it_refuses_while_a_run_is_active(lab: ProxmoxEndpoint, proxbox: ScriptedBackend, status: str) -> None:
    active = a_run(lab, status)

    with pytest.raises(SyncInProgress) as caught:
        synced(lab)

    assert caught.value.run == active
    assert list(SyncRun.objects.all()) == [active]
    assert proxbox.received == []


def test_it_refuses_when_a_newer_reading_was_written_meanwhile(
    lab: ProxmoxEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced(lab)
    newer = SyncRun.objects.get()
    topology = ProxboxApi.topology

    def read_while_another_writes(api: ProxboxApi, ref: object) -> object:
        ProxmoxEndpoint.objects.update(last_read_at=runs.database_now())
        return topology(api, ref)  # type: ignore[arg-type]

    monkeypatch.setattr(ProxboxApi, 'topology', read_while_another_writes)

    with pytest.raises(SyncInProgress, match=str(newer)):
        synced(lab)
    assert SyncRun.objects.count() == 1


def test_it_refuses_when_a_run_was_started_meanwhile(lab: ProxmoxEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    metrics = ProxboxApi.metrics

    def read_while_another_starts(api: ProxboxApi, ref: object) -> object:
        a_run(lab, 'running')
        return metrics(api, ref)  # type: ignore[arg-type]

    monkeypatch.setattr(ProxboxApi, 'metrics', read_while_another_starts)

    with pytest.raises(SyncInProgress):
        synced(lab)
    assert not ProxmoxNode.objects.exists()
    assert SyncRun.objects.get().status == 'running'


def test_a_failure_is_recorded_and_raised(lab: ProxmoxEndpoint, estate: Estate) -> None:
    estate.failing[CLUSTER_STATUS] = captured_reply('unknown_id_cluster_status')

    with pytest.raises(RegistrationStale):
        synced(lab)

    run = SyncRun.objects.get()
    assert (run.status, run.error_code, run.is_active) == ('failed', 'registration-stale', False)
    assert run.cause
    assert run.ended_at is not None


def test_a_disabled_endpoint_is_refused(lab: ProxmoxEndpoint, proxbox: ScriptedBackend) -> None:
    ProxmoxEndpoint.objects.update(enabled=False)

    with pytest.raises(EndpointDisabled):
        synced(lab)
    assert proxbox.received == []


@pytest.mark.parametrize('path', [RECORDS, CLUSTER_STATUS, FIRST_NODE])
def test_a_refused_key_pauses_the_backend(lab: ProxmoxEndpoint, estate: Estate, path: str) -> None:
    estate.failing[path] = captured_reply('wrong_key_1')

    with pytest.raises(BackendKeyRefused):
        synced(lab)
    assert ProxboxBackend.objects.get().is_paused


def test_a_backend_that_is_down_is_counted(lab: ProxmoxEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    ProxboxBackend.objects.update(base_url='http://127.0.0.1:9')
    impatient = functools.partial(ProxboxApi, sleep=lambda seconds: None, budget=1.0)
    monkeypatch.setattr('netbox_proxbox.sync.backends.ProxboxApi', impatient)

    with pytest.raises(BackendUnreachable):
        synced(lab)
    assert ProxboxBackend.objects.get().failures == 1


def test_a_duplicate_cluster_is_recorded(lab: ProxmoxEndpoint, proxbox: ScriptedBackend) -> None:
    synced(lab)
    connection_ = proxbox.connection()
    twin = an_endpoint(a_backend(name='second', base_url=connection_.url, api_key=connection_.api_key), name='lab-twin')

    with pytest.raises(DuplicateCluster, match='endpoint "lab" tracks already'):
        synced(twin)
    assert twin.sync_runs.get().error_code == 'duplicate-cluster'
    assert not twin.nodes.exists()


def test_an_endpoint_that_is_deleted_meanwhile_does_not_exist(
    lab: ProxmoxEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    metrics = ProxboxApi.metrics

    def read_while_it_is_deleted(api: ProxboxApi, ref: object) -> object:
        ProxmoxEndpoint.objects.all().delete()
        return metrics(api, ref)  # type: ignore[arg-type]

    monkeypatch.setattr(ProxboxApi, 'metrics', read_while_it_is_deleted)

    with pytest.raises(ProxmoxEndpoint.DoesNotExist):
        synced(lab)


def test_a_preview_tells_all_and_keeps_nothing(lab: ProxmoxEndpoint) -> None:
    changes = preview(ProxmoxEndpoint.objects.get())

    assert [(change['action'], change['name']) for change in changes] == [
        ('update', 'lab'),
        ('create', 'lab-cluster'),
        ('create', 'pve1'),
        ('create', 'pve2'),
        ('create', 'pve3'),
    ]
    assert not ProxmoxNode.objects.exists()
    assert not SyncRun.objects.exists()
    assert not ObjectChange.objects.exists()


def test_the_number_of_queries_does_not_depend_on_the_number_of_nodes(lab: ProxmoxEndpoint, estate: Estate) -> None:
    counts = []
    for nodes in (3, 200):
        estate.topology = cluster_of(*numbered(nodes))
        estate.metrics = metrics_of(*(node.name for node in estate.topology.nodes))
        synced(lab)
        with CaptureQueriesContext(connection) as queries:
            assert synced(lab).changes == []
        counts.append(len(queries))

    assert counts[0] == counts[1]
