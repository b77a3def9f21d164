"""What the registration does with a real HTTP backend, and what comes of its record."""

from typing import Any

import pytest

from netbox_proxbox import stages
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.records import EndpointRef, Topology
from netbox_proxbox.stages.execution import COMPLETED, IGNORED, StageFailed
from tests.builders import a_backend
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend, captured_reply
from tests.sync.estate import RECORDS, VERSION, Estate
from tests.sync.whole_runs import started, whole_run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The runs whose chord was published by the registration."""
    found: list[int] = []
    monkeypatch.setattr(stages.register, 'publish_chord', lambda run: found.append(run.pk))
    return found


def same_service(name: str, proxbox: ScriptedBackend) -> ProxboxBackend:
    """Another backend row for the service that answers."""
    connection = proxbox.connection()
    return a_backend(name=name, base_url=connection.url, api_key=connection.api_key)


def test_the_endpoint_is_registered_and_then_its_chord_is_published(
    lab: ProxmoxEndpoint, proxbox: ScriptedBackend, estate: Estate, published: list[int]
) -> None:
    run = started(lab)

    assert published == [run.pk]

    lab.refresh_from_db()
    run.refresh_from_db()
    backend_id = estate.records.id_of('lab')
    assert (lab.registered_name, lab.registered_id) == ('lab', backend_id)
    assert estate.records.rows[backend_id]['password'] == 'a-password'
    assert (run.status, run.stages['register']['state'], run.stages['register']['requests']) == ('running', 'done', 1)
    assert proxbox.lines == [f'POST {RECORDS}', f'GET {VERSION}']


def test_a_registration_that_is_current_needs_no_task(lab: ProxmoxEndpoint, proxbox: ScriptedBackend) -> None:
    whole_run(lab)
    proxbox.received.clear()

    run = started(lab)

    run.refresh_from_db()
    assert (proxbox.lines, run.stages) == ([], {})


def test_a_changed_password_is_told_again(lab: ProxmoxEndpoint, estate: Estate) -> None:
    whole_run(lab)
    lab.refresh_from_db()
    lab.password = 'a-new-password'
    lab.save()

    started(lab)

    assert [row['password'] for row in estate.records.rows.values()] == ['a-new-password']


def test_a_second_registration_does_nothing(
    lab: ProxmoxEndpoint, proxbox: ScriptedBackend, published: list[int]
) -> None:
    run = started(lab)
    proxbox.received.clear()

    assert stages.register.execute(run.pk) == IGNORED
    assert (proxbox.received, published) == ([], [run.pk])


@pytest.mark.parametrize('model', [ProxmoxEndpoint, ProxboxBackend])
def test_nothing_is_asked_for_what_is_disabled(
    lab: ProxmoxEndpoint, proxbox: ScriptedBackend, model: type[ProxmoxEndpoint | ProxboxBackend]
) -> None:
    model.objects.update(enabled=False)

    run = whole_run(lab)

    assert (run.status, run.error_code) == ('failed', 'endpoint-disabled')
    assert proxbox.received == []


def test_a_refused_key_is_tried_once_and_pauses_the_backend(
    lab: ProxmoxEndpoint, proxbox: ScriptedBackend, estate: Estate
) -> None:
    estate.failing[RECORDS] = captured_reply('wrong_key_1')

    assert whole_run(lab).error_code == 'backend-key-refused'
    assert whole_run(lab, 'schedule').error_code == 'backend-paused'

    assert len(proxbox.received) == 1


def test_a_reused_id_is_registered_anew_by_the_next_run(lab: ProxmoxEndpoint, estate: Estate) -> None:
    whole_run(lab)
    estate.records.rows[1]['name'] = 'somebody else'

    assert whole_run(lab).error_code == 'registration-stale'
    lab.refresh_from_db()
    assert lab.registered_id is None

    assert whole_run(lab).status == 'succeeded'
    lab.refresh_from_db()
    assert lab.registered_id == estate.records.id_of('lab') == 2
    assert estate.records.rows[1]['password'] == 'a-password'


def test_an_unknown_id_is_registered_anew_by_the_next_run(lab: ProxmoxEndpoint, estate: Estate) -> None:
    whole_run(lab)
    estate.records.rows.clear()

    assert whole_run(lab).error_code == 'registration-stale'
    assert whole_run(lab).status == 'succeeded'


def test_a_record_that_was_made_meanwhile_is_not_forgotten(
    lab: ProxmoxEndpoint, estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole_run(lab)
    estate.records.rows.clear()
    topology = ProxboxApi.topology

    def ask_while_another_registers(api: ProxboxApi, ref: EndpointRef) -> Topology:
        ProxmoxEndpoint.objects.update(registered_id=9)
        return topology(api, ref)

    monkeypatch.setattr(ProxboxApi, 'topology', ask_while_another_registers)

    assert whole_run(lab).error_code == 'registration-stale'
    lab.refresh_from_db()
    assert lab.registered_id == 9


@pytest.mark.parametrize('change', [{'port': 8007}, {'password': 'another-password'}, {'backend': 'second'}])
def test_an_endpoint_that_was_edited_after_its_registration_is_not_read_as_what_it_was(
    lab: ProxmoxEndpoint, proxbox: ScriptedBackend, change: dict[str, Any]
) -> None:
    run = started(lab)
    lab.refresh_from_db()
    known = lab.registration()
    for name, value in change.items():
        setattr(lab, name, value if name != 'backend' else same_service(value, proxbox))
    lab.save()
    proxbox.received.clear()

    assert stages.fetch_nodes.execute(run.pk) == COMPLETED
    with pytest.raises(StageFailed, match=r'^fetch-cluster: registration-stale$'):
        stages.fetch_cluster.execute(run.pk)

    assert proxbox.received == []
    run.refresh_from_db()
    assert run.stages['fetch-nodes']['error_code'] == 'registration-stale'
    assert 'edited' in run.cause
    lab.refresh_from_db()
    assert lab.registration() == (None if 'backend' in change else known)
    assert whole_run(lab).status == 'succeeded'
