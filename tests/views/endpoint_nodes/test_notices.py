"""What the tab says above the nodes: what went wrong, what is overdue, and what to do first."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule
from users.models import User

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, SyncRun
from netbox_proxbox.ui.endpoint_notices import notices_of

from .tab import add_nodes, card_of, tab_of


def test_before_the_first_sync_the_tab_says_what_to_do(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    page = tab_of(admin, endpoint)

    assert 'No sync has read this endpoint yet.' in page
    assert 'Press &quot;Sync now&quot;' in page
    assert card_of(page) == {}


def test_after_a_failed_first_sync_the_tab_says_why(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    words = {'cause': 'proxbox-api does not answer.', 'cure': 'Start it.'}
    run = SyncRun.objects.create(endpoint=endpoint, trigger='manual', status='failed', **words)

    page = tab_of(admin, endpoint)

    assert 'proxbox-api does not answer.</p>' in page
    assert '<strong>What to do:</strong> Start it.</p>' in page
    assert 'No sync has read this endpoint yet.' not in page
    assert f'href="{run.get_absolute_url()}"' in page


@pytest.mark.parametrize('status', ['failed', 'lost', 'degraded'])
def test_a_last_sync_that_went_wrong_is_told_above_the_nodes(
    admin: Client, endpoint: ProxmoxEndpoint, status: str
) -> None:
    add_nodes(endpoint, 3)
    words = {'cause': 'No <answer>.', 'cure': 'Start it.'}
    run = SyncRun.objects.create(endpoint=endpoint, trigger='schedule', status=status, ended_at=timezone.now(), **words)
    SyncRun.objects.create(endpoint=endpoint, trigger='schedule', status='skipped', active_run=run)

    page = tab_of(admin, endpoint)

    assert 'No &lt;answer&gt;.</p>' in page
    assert '<strong>What to do:</strong> Start it.</p>' in page
    assert f'href="{run.get_absolute_url()}"' in page

    SyncRun.objects.create(endpoint=endpoint, trigger='schedule', status='succeeded')
    assert 'Start it.' not in tab_of(admin, endpoint)


def test_notices_cost_three_queries_whatever_the_end_of_the_last_run(
    endpoint: ProxmoxEndpoint, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    administrator = User.objects.create_user(username='administrator', is_superuser=True)
    for status in ('succeeded', 'degraded', 'failed', 'lost'):
        SyncRun.objects.create(endpoint=endpoint, trigger='schedule', status=status)
        with django_assert_num_queries(3):
            found = notices_of(endpoint, administrator, sees_nodes=True)
        assert len(found) == (status != 'succeeded')


def test_an_endpoint_that_is_overdue_says_so(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    every_minute = IntervalSchedule.objects.create(every=1, period='minutes')
    a_while_ago = timezone.now() - timedelta(hours=2)
    ProxmoxEndpoint.objects.update(sync_interval=every_minute, overdue_at=a_while_ago, last_read_at=a_while_ago)

    page = tab_of(admin, endpoint).replace('\xa0', ' ')

    assert 'The endpoint is overdue' in page
    assert 'It was read last 2 hours ago' in page
    assert 'Check that the Celery worker and beat run' in page


def test_what_is_not_verified_is_told(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    assert 'TLS verification is off' not in tab_of(admin, endpoint)

    ProxmoxEndpoint.objects.update(verify_ssl=False)
    ProxboxBackend.objects.update(verify_tls=False, base_url='https://proxbox-1:8800')

    page = tab_of(admin, endpoint)
    assert 'TLS verification is off between proxbox-api and Proxmox VE' in page
    assert 'TLS verification is off between NetBox and proxbox-api' in page
