"""*What Happened Lately*, on the pages of endpoints, clusters and nodes."""

from html import unescape
from typing import Any

import pytest
from core.models import ObjectChange
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from users.models import User
from utilities.testing import create_test_device

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from tests.accounts import grant
from tests.sources.proxbox_api.scripted_backend import captured_reply
from tests.sync.estate import CLUSTER_STATUS, Estate
from tests.sync.missing_nodes import answer, states
from tests.sync.whole_runs import whole_run

pytestmark = pytest.mark.django_db


def page(browser: Client, row: Any, show: str = '') -> str:
    answered = browser.get(f'{row.get_absolute_url()}timeline/?show={show}')
    assert answered.status_code == 200
    return answered.content.decode()


def told(browser: Client, row: Any, show: str = '') -> str:
    return ' '.join(unescape(strip_tags(page(browser, row, show))).split())


@pytest.fixture
def eventful(lab: ProxmoxEndpoint, estate: Estate) -> ProxmoxEndpoint:
    """An endpoint of which a node was down, another left, and syncs failed."""
    whole_run(lab)
    for online in (False, True):
        states(estate, pve2=online)
        whole_run(lab)
    answer(estate, 1, 2)
    whole_run(lab)
    estate.failing[CLUSTER_STATUS] = captured_reply('err500_nodes')
    for _ in range(2):
        whole_run(lab)
    return lab


def test_it_tells_in_plain_sentences_the_newest_first(admin: Client, eventful: ProxmoxEndpoint) -> None:
    text = told(admin, eventful)

    last = SyncRun.objects.latest('pk')
    sentences = [
        f'2 syncs in a row did not end well: {last.cause}, sync run {last.pk}',
        'pve3: Gone from Proxmox',
        'pve2: Came online',
        'pve2: Went offline, for ',
        'pve1: Created',
        'lab-cluster: Created',
    ]
    places = [text.find(sentence) for sentence in sentences]
    assert -1 not in places[:4], text
    assert places[:4] == sorted(places[:4])
    assert all(place > places[3] for place in places[4:])
    assert 'NetBox keeps its change log for 90 days; it ends there.' in text


def test_a_node_and_a_cluster_tell_of_themselves_with_links(admin: Client, eventful: ProxmoxEndpoint) -> None:
    node, cluster = ProxmoxNode.objects.get(name='pve2'), ProxmoxCluster.objects.get()

    assert 'pve1' not in told(admin, node)
    shown = page(admin, cluster)
    assert f'<a href="{node.get_absolute_url()}"' in shown
    assert '<strong>pve3</strong>' in shown
    for row in (node, cluster, eventful):
        assert f'hx-get="{row.get_absolute_url()}timeline/"' in admin.get(row.get_absolute_url()).content.decode()
    tab = admin.get(f'{eventful.get_absolute_url()}nodes/').content.decode()
    assert f'{eventful.get_absolute_url()}timeline/' in tab


def test_the_filter_lets_one_kind_through(admin: Client, eventful: ProxmoxEndpoint) -> None:
    node = ProxmoxNode.objects.get(name='pve2')
    node.snapshot()
    node.netbox_device = create_test_device('rack-7')
    admin.post(f'{node.netbox_device.get_absolute_url()}proxmox-link/', {'rows': [node.pk]})

    assert 'Went offline' not in told(admin, eventful, 'members')
    assert 'Created' in told(admin, eventful, 'members')
    assert 'Created' not in told(admin, eventful, 'states')
    assert 'NetBox device' in told(admin, node, 'links')
    assert 'administrator' in told(admin, node, 'links')
    assert 'Nothing of this kind.' in told(admin, node, 'other')
    assert told(admin, node, 'nonsense') == told(admin, node)


def test_it_tells_a_user_no_more_than_may_be_seen(browser: Client, user: User, eventful: ProxmoxEndpoint) -> None:
    assert browser.get(f'{eventful.get_absolute_url()}timeline/').status_code == 403
    grant(user, ProxmoxEndpoint, 'view')
    grant(user, ProxmoxNode, 'view', constraints={'name': 'pve1'})
    text = told(browser, eventful)
    assert "You may not see NetBox's change log" in text
    assert 'You may not see sync runs' in text
    assert 'pve' not in text

    grant(user, ObjectChange, 'view')
    text = told(browser, eventful)
    assert 'pve1: Created' in text
    assert 'pve2' not in text
    assert 'pve3' not in text


def test_the_number_of_queries_is_constant(admin: Client, eventful: ProxmoxEndpoint, estate: Estate) -> None:
    page(admin, eventful)
    with CaptureQueriesContext(connection) as few:
        page(admin, eventful)
    estate.failing.clear()
    for number in range(4):
        states(estate, pve2=bool(number % 2))
        whole_run(eventful)
    with CaptureQueriesContext(connection) as more:
        page(admin, eventful)
    assert len(more) == len(few)
