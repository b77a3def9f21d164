"""Runs in the REST API: to be read, and deleted once they have ended."""

from datetime import UTC, datetime, timedelta

import pytest
from rest_framework.test import APIClient

from netbox_proxbox.models import SyncRun
from netbox_proxbox.tests import estate

ADDRESS = '/api/plugins/proxbox/sync-runs/'
START = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def run(db: None) -> SyncRun:
    run = estate.make_runs(1)[0]
    run.started_at, run.ended_at = START, START + timedelta(seconds=2.5)
    run.result = {'mode': 'cluster', 'nodes': {'created': 3, 'updated': 0, 'deleted': 0}}
    run.warnings = ['One node has no metrics.']
    run.readings = {'fetch-cluster': {'name': 'kept for the worker only'}}
    run.save()
    return run


def test_a_run_tells_what_happened(admin: APIClient, run: SyncRun) -> None:
    answer = admin.get(f'{ADDRESS}{run.pk}/').json()

    assert answer['status'] == {'value': 'succeeded', 'label': 'Succeeded'}
    assert answer['trigger'] == {'value': 'manual', 'label': 'Sync now'}
    assert answer['duration'] == 2.5
    assert answer['result'] == run.result
    assert answer['warnings'] == run.warnings
    assert answer['request_id'] == str(run.request_id)


def test_what_was_read_is_not_shown(admin: APIClient, run: SyncRun) -> None:
    answer = admin.get(ADDRESS)

    assert 'kept for the worker only' not in answer.content.decode()
    assert 'readings' not in answer.json()['results'][0]


@pytest.mark.parametrize('method', ['put', 'patch'])
def test_runs_cannot_be_written(admin: APIClient, run: SyncRun, method: str) -> None:
    assert getattr(admin, method)(f'{ADDRESS}{run.pk}/', {'status': 'failed'}, format='json').status_code == 405
    assert admin.post(ADDRESS, {'endpoint': run.endpoint_id}, format='json').status_code == 405


def test_an_ended_run_can_be_deleted(admin: APIClient, run: SyncRun) -> None:
    assert admin.delete(f'{ADDRESS}{run.pk}/').status_code == 204
    assert not SyncRun.objects.exists()


def test_an_active_run_can_not(admin: APIClient, run: SyncRun) -> None:
    SyncRun.objects.update(status='running')

    answer = admin.delete(f'{ADDRESS}{run.pk}/')

    assert answer.status_code == 409
    assert 'still active' in answer.json()['detail']
    assert SyncRun.objects.exists()
