"""The page of all rows without a link."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from users.models import User
from utilities.testing import create_test_device

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode
from tests.accounts import grant
from tests.builders import a_direct_endpoint

pytestmark = pytest.mark.django_db

PAGE = '/plugins/proxbox/unlinked/'
TITLES = [
    'Nodes with link candidates',
    'Clusters with link candidates',
    'Nodes that nothing was found for',
    'Clusters that nothing was found for',
]


def test_those_that_ask_come_first(admin: Client) -> None:
    page = admin.get(PAGE).content.decode()

    places = [page.index(title) for title in TITLES]
    assert places == sorted(places)


def test_its_lists_have_the_rows_of_all_endpoints(admin: Client) -> None:
    device = create_test_device('pve')
    for name, candidates in (('one', [device.pk]), ('two', [])):
        endpoint = a_direct_endpoint(name=name)
        ProxmoxNode.objects.create(endpoint=endpoint, name=f'of-{name}', link_candidates=candidates)
        ProxmoxNode.objects.create(endpoint=endpoint, name=f'linked-of-{name}', netbox_device=device)
    page = admin.get(PAGE).content.decode()

    listed = [admin.get(url, headers={'HX-Request': 'true'}).content.decode() for url in addresses_of_nodes(page)]

    assert [[name for name in ('of-one', 'of-two', 'linked-of') if f'>{name}' in rows] for rows in listed] == [
        ['of-one'],
        ['of-two'],
    ]


def addresses_of_nodes(page: str) -> list[str]:
    """The addresses that the panels of nodes load their rows from."""
    found = [part.partition('"')[0].replace('&amp;', '&') for part in page.split('hx-get="')[1:]]
    asks = [url for url in found if '/nodes/' in url]
    assert all('has_link_candidate' in parse_qs(urlsplit(url).query) for url in asks)
    return asks


def test_who_may_not_see_clusters_has_no_list_of_them(browser: Client, user: User) -> None:
    grant(user, ProxmoxNode, 'view')

    page = browser.get(PAGE).content.decode()

    assert [title in page for title in TITLES] == [True, False, True, False]
    assert ProxmoxCluster.objects.count() == 0


def test_the_permission_to_see_clusters_is_enough(browser: Client, user: User) -> None:
    grant(user, ProxmoxCluster, 'view')

    page = browser.get(PAGE).content.decode()

    assert [title in page for title in TITLES] == [False, True, False, True]


def test_it_takes_the_permission_to_see_nodes_or_clusters(browser: Client) -> None:
    assert browser.get(PAGE).status_code == 403
