"""Links that a run has made are taken back by people: on the page of the run and over REST."""

from typing import Any

import pytest
from django.test import Client
from users.models import User
from utilities.testing import create_test_device

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from tests.accounts import grant
from tests.builders import a_run, an_endpoint, written
from tests.readings import cluster_of, numbered
from tests.views.missing.pages import told

pytestmark = pytest.mark.django_db

LAB = cluster_of(*numbered(2))


@pytest.fixture
def endpoint() -> ProxmoxEndpoint:
    return an_endpoint()


@pytest.fixture
def run(endpoint: ProxmoxEndpoint) -> SyncRun:
    """An ended run that linked two nodes."""
    for name in ('pve1', 'PVE2'):
        create_test_device(name)
    done, _ = written(endpoint, LAB)
    return a_run(endpoint, 'succeeded', changes=done.records)


def links() -> dict[str, tuple[str | None, str]]:
    return {node.name: (node.netbox_device and node.netbox_device.name, node.link_origin) for node in nodes()}


def nodes() -> Any:
    return ProxmoxNode.objects.all()


def test_chosen_links_go_and_no_rule_makes_them_again(admin: Client, endpoint: ProxmoxEndpoint, run: SyncRun) -> None:
    page = admin.get(f'{run.get_absolute_url()}restore/').content.decode()
    assert 'Linked by this run' in page
    assert 'By rule: name without domain' in page

    answer = admin.post(f'{run.get_absolute_url()}restore/', {'unlink_nodes': [nodes().get(name='pve1').pk]})

    assert told(answer) == ['pve1 lost the link of this run. No rule links it again.']
    endpoint.refresh_from_db()
    written(endpoint, LAB)
    assert links() == {'pve1': (None, 'removed'), 'pve2': ('PVE2', 'rule:short-name')}


def test_rest_takes_them_back_too(admin: Client, run: SyncRun) -> None:
    path, chosen = f'/api/plugins/proxbox/sync-runs/{run.pk}/restore/', {'unlink_nodes': [node.pk for node in nodes()]}

    answer = admin.post(path, chosen, content_type='application/json')

    assert (answer.status_code, answer.json()) == (
        200,
        {'restored': [], 'moved': [], 'left_out': [], 'unlinked': ['pve1', 'pve2']},
    )
    assert links() == dict.fromkeys(('pve1', 'pve2'), (None, 'removed'))


def test_what_a_person_linked_since_is_no_link_of_the_run(admin: Client, run: SyncRun) -> None:
    node = nodes().get(name='pve1')
    node.netbox_device = create_test_device('other')
    node.save()

    assert '>pve1</a>' not in admin.get(f'{run.get_absolute_url()}restore/').content.decode().partition('By rule')[0]
    admin.post(f'{run.get_absolute_url()}restore/', {'unlink_nodes': [node.pk]})

    assert links()['pve1'] == ('other', 'person')


def test_who_may_not_change_a_node_takes_no_link_back(browser: Client, user: User, run: SyncRun) -> None:
    grant(user, SyncRun, 'view')
    grant(user, ProxmoxEndpoint, 'view')
    grant(user, ProxmoxNode, 'view')
    grant(user, ProxmoxNode, 'change', constraints={'name': 'pve2'})

    assert f'{run.get_absolute_url()}restore/' in browser.get(run.get_absolute_url()).content.decode()
    browser.post(f'{run.get_absolute_url()}restore/', {'unlink_nodes': [node.pk for node in nodes()]})

    assert links() == {'pve1': ('pve1', 'rule:name'), 'pve2': (None, 'removed')}
