"""Health for machines."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient
from users.models import User

from netbox_proxbox.health import heartbeats, report
from netbox_proxbox.models import ProxboxBackend
from tests.accounts import api_client
from tests.builders import a_backend, an_endpoint
from tests.schedules.test_due import every_five_minutes

HEALTH = '/api/plugins/proxbox/health/'


@pytest.fixture
def healthy(db: None, patient_probes: None) -> ProxboxBackend:
    """A backend with an endpoint, a worker and a beat."""
    backend = a_backend()
    an_endpoint(backend, sync_interval=every_five_minutes())
    heartbeats.note('worker', 'celery@host')
    heartbeats.note('beat', 'host:1')
    return backend


def test_all_is_well(client: APIClient, healthy: ProxboxBackend) -> None:
    answer = client.get(HEALTH)

    assert (answer.status_code, answer.data['status']) == (200, 'ok')
    assert {finding['level'] for finding in answer.data['findings']} == {'ok'}
    assert {'subject', 'level', 'summary', 'cure'} == set(answer.data['findings'][0])


def test_a_warning_is_no_alarm(client: APIClient, healthy: ProxboxBackend) -> None:
    ProxboxBackend.objects.update(failures=1)

    answer = client.get(HEALTH)

    assert (answer.status_code, answer.data['status']) == (200, 'warning')


def test_an_error_is(client: APIClient, healthy: ProxboxBackend) -> None:
    heartbeats.remove('worker', 'celery@host')

    answer = client.get(HEALTH)

    assert (answer.status_code, answer.data['status']) == (503, 'error')
    (finding,) = [finding for finding in answer.data['findings'] if finding['level'] == 'error']
    assert (finding['subject'], 'celery -A worker.app worker' in finding['cure']) == ('Worker', True)


def test_nobody_without_a_token(healthy: ProxboxBackend) -> None:
    assert APIClient().get(HEALTH).status_code == 403


def test_a_token_that_may_only_read_will_do(healthy: ProxboxBackend) -> None:
    user = User.objects.create_user(username='monitor')

    assert api_client(user, write_enabled=False).get(HEALTH).status_code == 200


def test_no_login_of_the_broker_is_told(
    client: APIClient, healthy: ProxboxBackend, monkeypatch: pytest.MonkeyPatch, configure: Callable[..., None]
) -> None:
    monkeypatch.setattr(report, 'start_probes', lambda: None)
    configure(
        broker_url='redis://someone:hunter2@127.0.0.1:9/0?password=hunter2',
        result_backend='redis://:hunter2@127.0.0.1:9/1',
    )

    text = client.get(HEALTH).content.decode()

    assert 'hunter2' not in text
    assert 'redis://127.0.0.1:9/0' in text
