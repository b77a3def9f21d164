"""What an endpoint says about its syncs: whether it is overdue, and how the last run went."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient
from users.models import User

from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.schedules.rows import interval_row
from netbox_proxbox.tests import estate
from tests.accounts import grant

ROOT = '/api/plugins/proxbox/endpoints/'


@pytest.fixture
def endpoints(db: None) -> list[ProxmoxEndpoint]:
    endpoints = estate.make_endpoints()
    for status in ('succeeded', 'failed', 'skipped'):
        SyncRun.objects.create(endpoint=endpoints[0], status=status, trigger='manual', cause='Why.', cure='Do.')
    return endpoints


def _row(client: APIClient, endpoint: ProxmoxEndpoint, query: str = '') -> Any:
    answer = client.get(f'{ROOT}{endpoint.pk}/{query}')
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_last_run_that_tells_something_is_shown(admin: APIClient, endpoints: list[ProxmoxEndpoint]) -> None:
    last_run = _row(admin, endpoints[0])['last_run']

    assert last_run['id'] == SyncRun.objects.get(status='failed').pk
    assert (last_run['status'], last_run['cause'], last_run['cure']) == (
        {'value': 'failed', 'label': 'Failed'},
        'Why.',
        'Do.',
    )
    assert last_run['url'].endswith(f'/api/plugins/proxbox/sync-runs/{last_run["id"]}/')
    assert _row(admin, endpoints[1])['last_run'] is None


def test_who_may_not_see_runs_sees_none(client: APIClient, user: User, endpoints: list[ProxmoxEndpoint]) -> None:
    grant(user, ProxmoxEndpoint, 'view', 'change')

    assert _row(client, endpoints[0])['last_run'] is None
    answer = client.patch(f'{ROOT}{endpoints[0].pk}/', {'description': 'x'}, format='json')
    assert (answer.status_code, answer.json()['last_run']) == (200, None)


def test_it_says_whether_it_is_overdue(admin: APIClient, endpoints: list[ProxmoxEndpoint]) -> None:
    late = {'sync_interval': interval_row(5, 'minutes'), 'overdue_at': timezone.now()}
    ProxmoxEndpoint.objects.filter(pk=endpoints[0].pk).update(**late)

    assert [_row(admin, endpoint)['is_overdue'] for endpoint in endpoints] == [True, False, False]
    assert admin.patch(f'{ROOT}{endpoints[0].pk}/', {'enabled': False}, format='json').json()['is_overdue'] is False


@pytest.mark.parametrize(
    ('query', 'found'),
    [
        ('last_run_status=failed', [0]),
        ('last_run_status=skipped', []),
        ('last_run_status=lost&last_run_status=failed', [0]),
    ],
)
def test_endpoints_are_found_by_their_last_run(
    admin: APIClient, endpoints: list[ProxmoxEndpoint], query: str, found: list[int]
) -> None:
    rows = admin.get(f'{ROOT}?{query}').json()['results']

    assert [row['id'] for row in rows] == [endpoints[i].pk for i in found]


@pytest.mark.parametrize('query', ['', '&overdue=false', '&last_run_status=succeeded'])
def test_a_list_costs_as_many_queries_for_many_endpoints_as_for_one(
    admin: APIClient, endpoints: list[ProxmoxEndpoint], query: str
) -> None:
    for endpoint in endpoints:
        SyncRun.objects.create(endpoint=endpoint, status='succeeded', trigger='manual')
    admin.get(ROOT)

    costs = []
    for limit in (1, 3):
        with CaptureQueriesContext(connection) as asked:
            assert len(admin.get(f'{ROOT}?limit={limit}{query}').json()['results']) == limit
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_fields_that_are_not_asked_for_cost_nothing(admin: APIClient, endpoints: list[ProxmoxEndpoint]) -> None:
    for query in ('?fields=id,name', '?omit=last_run', '?brief=true'):
        with CaptureQueriesContext(connection) as asked:
            assert 'last_run' not in _row(admin, endpoints[0], query)
        assert not [sql for sql in asked if '"netbox_proxbox_syncrun"' in sql['sql']]
