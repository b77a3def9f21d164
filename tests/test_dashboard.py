"""The widget counts what needs attention, as far as the user may see it, and leads to lists of just that."""

import re

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from extras.dashboard.utils import get_widget_class
from users.models import User

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.schedules.rows import interval_row
from netbox_proxbox.tests import estate
from tests.accounts import grant, page_client

MODELS = (ProxmoxCluster, ProxmoxNode, ProxmoxEndpoint, SyncRun)


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user(username='operator')


@pytest.fixture
def troubled(db: None) -> list[ProxmoxEndpoint]:
    """Two of three clusters without quorum; a node offline; two wait.

    An endpoint whose reading waits, one that is overdue, and two whose sync failed.
    """
    estate.make_nodes()
    endpoints = list(ProxmoxEndpoint.objects.order_by('pk'))
    ProxmoxCluster.objects.filter(endpoint=endpoints[0]).update(quorate=True)
    for endpoint, reason in zip(endpoints, ('limit', 'all-nodes', 'rule'), strict=True):
        ProxmoxNode.objects.filter(endpoint=endpoint).update(missing_because=reason)
    ProxmoxEndpoint.objects.filter(pk=endpoints[2].pk).update(held_because='nothing-in-common')
    overdue = {'sync_interval': interval_row(5, 'minutes'), 'overdue_at': timezone.now()}
    ProxmoxEndpoint.objects.filter(pk=endpoints[0].pk).update(**overdue)
    for endpoint, *statuses in zip(
        endpoints, ('failed', 'succeeded', 'failed'), ('succeeded', 'lost', 'failed'), strict=True
    ):
        for status in (*statuses, 'skipped'):
            SyncRun.objects.create(endpoint=endpoint, status=status, trigger='manual')
    return endpoints


def _widget(user: User) -> str:
    request = RequestFactory().get('/')
    request.user = user
    return str(get_widget_class('netbox_proxbox.ProxmoxAttentionWidget')().render(request))


def _counts(user: User) -> list[int]:
    return [int(count) for count in re.findall(r'>(\d+)</span>', _widget(user))]


def test_it_counts_what_needs_attention(user: User, troubled: list[ProxmoxEndpoint]) -> None:
    for model in MODELS:
        grant(user, model, 'view')

    assert _counts(user) == [2, 1, 2, 1, 1, 2]


def test_each_count_leads_to_a_list_of_as_many(user: User, troubled: list[ProxmoxEndpoint]) -> None:
    for model in MODELS:
        grant(user, model, 'view')
    addresses = re.findall(r'href="([^"]+)"', _widget(user))
    browser = page_client(user)

    shown = [_rows(browser, address.replace('&amp;', '&')) for address in addresses]

    assert shown == _counts(user)


def _rows(browser: Client, address: str) -> int:
    return int(browser.get(address).context['table'].page.paginator.count)


def test_it_counts_only_what_the_user_may_see(user: User, troubled: list[ProxmoxEndpoint]) -> None:
    grant(user, ProxmoxCluster, 'view', constraints={'endpoint': troubled[1].pk})

    assert _counts(user) == [1]


def test_who_may_see_nothing_is_told_so(user: User) -> None:
    assert 'do not have the permission' in _widget(user)


def test_it_costs_one_query_for_each_count(user: User, troubled: list[ProxmoxEndpoint]) -> None:
    for model in MODELS:
        grant(user, model, 'view')

    with CaptureQueriesContext(connection) as asked:
        _widget(user)

    assert len([query for query in asked if 'COUNT(' in query['sql']]) == 6


def test_it_is_among_the_widgets_to_add(user: User) -> None:
    shown = page_client(user).get('/extras/dashboard/widgets/add/', headers={'HX-Request': 'true'})

    assert shown.status_code == 200
    assert re.search(r'"netbox_proxbox.ProxmoxAttentionWidget"[^>]*>\s*Proxmox\s*<', shown.content.decode())


def test_it_is_added_without_a_title_of_its_own(user: User) -> None:
    grant(user, ProxmoxCluster, 'view')
    browser = page_client(user)
    browser.get('/')

    browser.post('/extras/dashboard/widgets/add/', {'widget_class': 'netbox_proxbox.ProxmoxAttentionWidget'})

    assert 'Clusters without quorum' in browser.get('/').content.decode()
