"""When the whole sync in the calling process refuses, fails, and what it leaves behind then."""

import functools
from datetime import timedelta

import pytest

from netbox_proxbox.database import clock
from netbox_proxbox.errors import (
    BackendKeyRefused,
    BackendUnreachable,
    DuplicateCluster,
    EndpointDisabled,
    RegistrationStale,
    SyncInProgress,
)
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sync.foreground import preview
from tests.builders import a_backend, a_run, an_endpoint
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend, captured_reply
from tests.sync.estate import CLUSTER_STATUS, FIRST_NODE, RECORDS, Estate
from tests.sync.whole_runs import synced

pytestmark = pytest.mark.django_db


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
        ProxmoxEndpoint.objects.update(last_read_at=clock.database_now())
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
    monkeypatch.setattr('netbox_proxbox.reading.backends.ProxboxApi', impatient)

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


def test_a_stale_record_is_made_anew_at_once(lab: ProxmoxEndpoint, estate: Estate) -> None:
    synced(lab)
    estate.records.rows[1]['name'] = 'somebody else'

    assert synced(lab).status == 'succeeded'
    lab.refresh_from_db()
    assert lab.registered_id == estate.records.id_of('lab') == 2


def test_a_preview_leaves_a_stale_record_to_the_next_sync(lab: ProxmoxEndpoint, estate: Estate) -> None:
    synced(lab)
    estate.records.rows.clear()

    assert preview(ProxmoxEndpoint.objects.get()) == []
    lab.refresh_from_db()
    assert lab.registered_id == 1


def test_a_preview_refuses_when_a_newer_reading_was_written_meanwhile(
    lab: ProxmoxEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = synced(lab)
    ProxmoxEndpoint.objects.update(last_read_at=clock.database_now() + timedelta(minutes=1))

    with pytest.raises(SyncInProgress, match=str(newer)):
        preview(ProxmoxEndpoint.objects.get())
