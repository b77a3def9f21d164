"""How the last run of an endpoint went is told to those only who may view that run."""

import re

import pytest
from django.test import Client
from extras.dashboard.utils import get_widget_class
from users.models import User

from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from tests.accounts import api_client, grant
from tests.builders import an_endpoint

LIST = '/plugins/proxbox/endpoints/proxmox/'
REST = '/api/plugins/proxbox/endpoints/'


@pytest.fixture
def failed(user: User) -> SyncRun:
    """The newest run of an endpoint, which has a run that succeeded as well. The user may view the endpoint."""
    endpoint = an_endpoint()
    SyncRun.objects.create(endpoint=endpoint, status='succeeded', trigger='schedule')
    grant(user, ProxmoxEndpoint, 'view', 'change', 'delete')
    return SyncRun.objects.create(endpoint=endpoint, status='failed', trigger='manual')


def shown(browser: Client, address: str = LIST) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def bulk_page(browser: Client, action: str) -> str:
    answer = browser.post(f'{LIST}{action}/', {'pk': list(ProxmoxEndpoint.objects.values_list('pk', flat=True))})
    assert answer.status_code == 200
    return answer.content.decode()


def found_by(browser: Client, user: User, status: str) -> tuple[bool, int]:
    """Return whether the list, and how many times REST, finds an endpoint by the status of its last run."""
    rest = api_client(user).get(f'{REST}?last_run_status={status}').json()['count']
    return f'{LIST}{ProxmoxEndpoint.objects.get().pk}/"' in shown(browser, f'{LIST}?last_run_status={status}'), rest


def test_who_may_view_no_run_is_told_of_none(browser: Client, user: User, failed: SyncRun) -> None:
    for text in (shown(browser), bulk_page(browser, 'edit'), bulk_page(browser, 'delete')):
        assert f'sync-runs/{failed.pk}/' not in text
        assert '>Failed</a>' not in text
    assert 'failed' not in shown(browser, f'{LIST}?export=table').lower()
    assert found_by(browser, user, 'failed') == (False, 0)


def test_who_may_view_some_runs_is_told_of_the_newest_of_these(browser: Client, user: User, failed: SyncRun) -> None:
    grant(user, SyncRun, 'view', constraints={'trigger': 'schedule'})

    assert '>Succeeded</a>' in shown(browser)
    assert found_by(browser, user, 'succeeded') == (True, 1)
    assert found_by(browser, user, 'failed') == (False, 0)


def test_who_may_view_all_runs_is_told_of_the_newest(browser: Client, user: User, failed: SyncRun) -> None:
    grant(user, SyncRun, 'view')

    assert f'sync-runs/{failed.pk}/' in shown(browser)
    assert 'failed' in shown(browser, f'{LIST}?export=table').lower()
    assert found_by(browser, user, 'failed') == (True, 1)


@pytest.mark.parametrize(('trigger', 'count'), [('schedule', 0), ('manual', 1)])
def test_the_dashboard_counts_the_runs_that_may_be_viewed(
    browser: Client, user: User, failed: SyncRun, trigger: str, count: int
) -> None:
    grant(user, SyncRun, 'view', constraints={'trigger': trigger})
    request = browser.get(LIST).wsgi_request

    counts = re.findall(r'>(\d+)</span>', get_widget_class('netbox_proxbox.ProxmoxAttentionWidget')().render(request))
    assert counts == ['0', '0', str(count)], 'what waits, overdue endpoints, and endpoints whose last sync failed'
