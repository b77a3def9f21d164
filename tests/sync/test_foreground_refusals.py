"""When the whole sync in the calling process refuses, fails, and what it leaves behind then, whatever is read."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from netbox_proxbox.database import clock
from netbox_proxbox.errors import DuplicateCluster, EndpointDisabled, ProxboxError, SyncInProgress
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.sync import foreground
from netbox_proxbox.sync.foreground import preview_in_foreground
from netbox_proxbox.sync.preview import Planned, planned
from tests.builders import a_run
from tests.sources.proxbox_api.scripted_backend import Reply, ScriptedBackend
from tests.sync.estate import Estate
from tests.sync.ways import Way, on_both_sources
from tests.sync.whole_runs import synced

pytestmark = [pytest.mark.django_db, on_both_sources]


@pytest.mark.parametrize('status', ['queued', 'running'])
def test_it_refuses_while_a_run_is_active(lab: ProxmoxEndpoint, server: ScriptedBackend, status: str) -> None:
    active = a_run(lab, status)

    with pytest.raises(SyncInProgress) as caught:
        synced(lab)

    assert caught.value.run == active
    assert list(SyncRun.objects.all()) == [active]
    assert server.received == []


def test_it_refuses_when_a_newer_reading_was_written_meanwhile(
    lab: ProxmoxEndpoint, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = synced(lab)
    way.meanwhile(monkeypatch, 'topology', lambda: ProxmoxEndpoint.objects.update(last_read_at=clock.database_now()))

    with pytest.raises(SyncInProgress, match=str(newer)):
        synced(lab)
    assert SyncRun.objects.count() == 1


def test_it_refuses_when_a_run_was_started_meanwhile(
    lab: ProxmoxEndpoint, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    way.meanwhile(monkeypatch, 'metrics', lambda: a_run(lab, 'running'))

    with pytest.raises(SyncInProgress):
        synced(lab)
    assert not ProxmoxNode.objects.exists()
    assert SyncRun.objects.get().status == 'running'


def test_a_failure_is_recorded_and_raised(lab: ProxmoxEndpoint, estate: Estate) -> None:
    estate.failing[estate.topology_path] = Reply(body={})

    with pytest.raises(ProxboxError) as caught:
        synced(lab)

    run = SyncRun.objects.get()
    assert (run.status, run.error_code, run.is_active) == ('failed', caught.value.code, False)
    assert run.cause == caught.value.cause
    assert run.ended_at is not None
    assert not ProxmoxNode.objects.exists()


def test_a_disabled_endpoint_is_refused(lab: ProxmoxEndpoint, server: ScriptedBackend) -> None:
    ProxmoxEndpoint.objects.update(enabled=False)

    with pytest.raises(EndpointDisabled):
        synced(lab)
    assert server.received == []


def test_a_duplicate_cluster_is_recorded(lab: ProxmoxEndpoint, way: Way, server: ScriptedBackend) -> None:
    synced(lab)
    twin = way.endpoint(server, name='lab-twin')

    with pytest.raises(DuplicateCluster, match='endpoint "lab" tracks already'):
        synced(twin)
    assert twin.sync_runs.get().error_code == 'duplicate-cluster'
    assert not twin.nodes.exists()


def test_an_endpoint_that_is_deleted_meanwhile_does_not_exist(
    lab: ProxmoxEndpoint, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    way.meanwhile(monkeypatch, 'metrics', lambda: ProxmoxEndpoint.objects.all().delete())

    with pytest.raises(ProxmoxEndpoint.DoesNotExist):
        synced(lab)


@pytest.mark.parametrize('sync', [synced, lambda lab: preview_in_foreground(lab, 'command')])
def test_an_endpoint_that_is_deleted_while_its_reading_fails_does_not_exist(
    lab: ProxmoxEndpoint,
    way: Way,
    estate: Estate,
    monkeypatch: pytest.MonkeyPatch,
    sync: Callable[[ProxmoxEndpoint], object],
) -> None:
    estate.failing[estate.topology_path] = Reply(body={})
    way.meanwhile(monkeypatch, 'topology', lambda: ProxmoxEndpoint.objects.filter(name='lab').delete())

    with pytest.raises(ProxmoxEndpoint.DoesNotExist):
        sync(lab)
    assert not SyncRun.objects.exists()


def test_an_endpoint_that_is_deleted_once_it_is_planned_does_not_exist(
    lab: ProxmoxEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plan_and_delete(*reading: Any, read_at: datetime) -> Planned:
        found = planned(*reading, read_at=read_at)
        ProxmoxEndpoint.objects.filter(name='lab').delete()
        return found

    monkeypatch.setattr(foreground, 'planned', plan_and_delete)

    with pytest.raises(ProxmoxEndpoint.DoesNotExist):
        preview_in_foreground(ProxmoxEndpoint.objects.get(), 'command')
    assert not SyncRun.objects.exists()


def test_a_preview_refuses_when_a_newer_reading_was_written_meanwhile(lab: ProxmoxEndpoint) -> None:
    newer = synced(lab)
    ProxmoxEndpoint.objects.update(last_read_at=clock.database_now() + timedelta(minutes=1))

    with pytest.raises(SyncInProgress, match=str(newer)):
        preview_in_foreground(ProxmoxEndpoint.objects.get(), 'command')
