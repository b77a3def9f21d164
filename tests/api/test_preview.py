"""`POST endpoints/{id}/preview/` and `POST sync-runs/{id}/apply/`: who may, and what comes back."""

from datetime import timedelta

import pytest
from rest_framework.test import APIClient
from users.models import User

from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.tests import estate
from tests.accounts import grant
from tests.builders import a_run

ROOT = '/api/plugins/proxbox/'


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return estate.make_endpoints()[0]


@pytest.fixture
def preview(endpoint: ProxmoxEndpoint) -> SyncRun:
    return a_run(endpoint, 'succeeded', is_preview=True, plan=[], ended_at=clock.database_now())


def address_of(run: SyncRun) -> str:
    return f'{ROOT}sync-runs/{run.pk}/apply/'


def test_the_permission_to_sync_is_enough_to_preview(client: APIClient, user: User, endpoint: ProxmoxEndpoint) -> None:
    path = f'{ROOT}endpoints/{endpoint.pk}/preview/'
    assert client.post(path).status_code == 403
    grant(user, ProxmoxEndpoint, 'sync', constraints={'name': endpoint.name})

    answer = client.post(path)

    assert answer.status_code == 202
    run = SyncRun.objects.get()
    assert (run.is_preview, run.plan, run.applies_id) == (True, None, None)
    assert answer.json()['id'] == run.pk
    assert client.post(path).json()['id'] == answer.json()['id']
    other = ProxmoxEndpoint.objects.exclude(pk=endpoint.pk).earliest('pk')
    assert client.post(f'{ROOT}endpoints/{other.pk}/preview/').status_code == 403
    assert client.post(f'{ROOT}endpoints/0/preview/').status_code == 404


def test_to_apply_one_must_see_the_run_and_may_sync(client: APIClient, user: User, preview: SyncRun) -> None:
    grant(user, ProxmoxEndpoint, 'sync')
    assert client.post(address_of(preview)).status_code == 403
    grant(user, SyncRun, 'view')
    assert client.post(f'{ROOT}sync-runs/0/apply/').status_code == 404

    answer = client.post(address_of(preview))

    assert answer.status_code == 202
    assert (answer.json()['applies'], answer.json()['plan'], answer.json()['is_preview']) == (preview.pk, [], False)


def test_who_may_not_sync_applies_nothing(client: APIClient, user: User, preview: SyncRun) -> None:
    grant(user, SyncRun, 'view')

    assert client.post(address_of(preview)).status_code == 403
    assert SyncRun.objects.count() == 1


def test_an_old_plan_is_refused_in_words(client: APIClient, user: User, preview: SyncRun) -> None:
    grant(user, SyncRun, 'view')
    grant(user, ProxmoxEndpoint, 'sync')
    SyncRun.objects.update(ended_at=clock.database_now() - timedelta(hours=2))

    answer = client.post(address_of(preview))

    assert (answer.status_code, 'older than an hour' in answer.json()[0]) == (400, True)


def test_runs_are_filtered_by_kind(client: APIClient, user: User, preview: SyncRun) -> None:
    grant(user, SyncRun, 'view')
    sync = a_run(preview.endpoint, 'succeeded', applies=preview)

    def found(query: str) -> list[int]:
        return [run['id'] for run in client.get(f'{ROOT}sync-runs/?{query}').json()['results']]

    assert found('is_preview=true') == [preview.pk]
    assert found('is_preview=false') == [sync.pk]
    assert found(f'applies_id={preview.pk}') == [sync.pk]
