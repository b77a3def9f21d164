"""What the tasks of a run do with a Proxmox VE that is read directly."""

import pytest

from netbox_proxbox import stages
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs.request import insert
from netbox_proxbox.runs.take import take
from netbox_proxbox.stages.execution import COMPLETED, IGNORED, StageFailed
from tests.builders import an_endpoint
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend
from tests.sources.proxmox_ve.captured import captured_reply
from tests.sync.estate import Estate
from tests.sync.ways import DIRECTLY
from tests.sync.whole_runs import STAGES, started, whole_run

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize('way', [DIRECTLY], ids=str)]

API = '/api2/json'


def test_a_usual_run_sends_three_requests_over_a_connection_for_each_task(
    lab: ProxmoxEndpoint, server: ScriptedBackend
) -> None:
    whole_run(lab)
    server.received.clear()

    run = whole_run(lab)

    assert run.status == 'succeeded'
    assert server.lines == [f'GET {API}{path}' for path in ('/cluster/status', '/version', '/nodes')]
    assert len({received.from_port for received in server.received}) == 2
    assert run.stages['fetch-cluster']['answered_by'] == f'127.0.0.1:{server.port}'


def test_the_first_run_of_a_day_asks_for_the_versions_of_the_nodes_too(
    lab: ProxmoxEndpoint, server: ScriptedBackend
) -> None:
    whole_run(lab)

    assert [line for line in server.lines if line.endswith('/version') and '/nodes/' in line] == [
        f'GET {API}/nodes/{name}/version' for name in ('pve1', 'pve2', 'pve3')
    ]
    assert set(lab.nodes.values_list('pve_version', flat=True)) == {'9.1.6'}


def test_nothing_is_asked_for_metrics_after_the_host_has_failed(
    lab: ProxmoxEndpoint, server: ScriptedBackend, estate: Estate
) -> None:
    estate.failing[estate.topology_path] = captured_reply('cluster-status-403')
    run = started(lab)
    with pytest.raises(StageFailed):
        stages.fetch_cluster.execute(run.pk)
    server.received.clear()

    assert stages.fetch_nodes.execute(run.pk) == IGNORED
    assert server.received == []


def test_nothing_is_asked_for_what_is_disabled(lab: ProxmoxEndpoint, server: ScriptedBackend) -> None:
    ProxmoxEndpoint.objects.update(enabled=False)

    assert whole_run(lab).error_code == 'endpoint-disabled'
    assert server.received == []


def test_an_endpoint_that_lost_its_backend_before_its_registration_is_read_directly(
    lab: ProxmoxEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    published: list[int] = []
    monkeypatch.setattr(stages.register, 'publish_chord', lambda run: published.append(run.pk))
    lab.backend = an_endpoint(name='other').backend
    lab.save()
    run, _ = insert(lab, 'manual')
    assert not take()[0].endpoint.is_readable()
    lab.backend = None
    lab.save()

    assert stages.register.execute(run.pk) == COMPLETED
    for stage in STAGES:
        stage(run.pk)

    run.refresh_from_db()
    assert (published, run.status) == ([run.pk], 'succeeded')


def test_a_reading_from_before_an_endpoint_got_a_backend_teaches_nothing(lab: ProxmoxEndpoint) -> None:
    run = started(lab)
    stages.fetch_cluster.execute(run.pk)
    stages.fetch_nodes.execute(run.pk)
    lab.backend = an_endpoint(name='other').backend
    lab.save()

    with pytest.raises(StageFailed, match='reconcile: endpoint-edited'):
        stages.reconcile.execute(run.pk)

    lab.refresh_from_db()
    assert (lab.last_address, lab.members) == ('', [])
    assert SyncRun.objects.get(pk=run.pk).error_code == 'endpoint-edited'
