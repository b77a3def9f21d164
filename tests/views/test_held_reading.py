"""A reading that is held: what its endpoint's page says, and the pages that ask for a decision."""

from typing import Any

import pytest
from django.test import Client
from users.models import User

from netbox_proxbox.database import clock
from netbox_proxbox.errors import DeletionsHeld
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from tests.accounts import grant, page_client
from tests.builders import a_direct_endpoint, a_run

from .missing.pages import panel, shown, told

TITLE = 'What Was Read Is Not Believed'
READING: dict[str, Any] = {
    **{'mode': 'standalone', 'name': 'pve1', 'version': None, 'nodes': ['pve1']},
    **{'cluster': 1, 'renames': {}},
}
NEW_NAMES = {'pve1': 'ams1', 'pve2': 'ams2', 'pve3': 'ams3'}
RENAMED = READING | {'mode': 'cluster', 'nodes': [*NEW_NAMES.values(), 'ams4'], 'renames': NEW_NAMES}


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    """The endpoint of a cluster that answers as one standalone host."""
    found = a_direct_endpoint(name='lab')
    cluster = ProxmoxCluster.objects.create(endpoint=found, name='lab-cluster')
    for name in ('pve1', 'pve2', 'pve3'):
        ProxmoxNode.objects.create(endpoint=found, name=name, proxmox_cluster=cluster)
    return held(found, 'turned-standalone', READING)


def held(endpoint: ProxmoxEndpoint, because: str, reading: object) -> ProxmoxEndpoint:
    question = {'held_since': clock.database_now(), 'held_because': because, 'held_reading': reading}
    ProxmoxEndpoint.objects.filter(pk=endpoint.pk).update(**question)
    return ProxmoxEndpoint.objects.get(pk=endpoint.pk)


def address(endpoint: ProxmoxEndpoint, way: str = 'believe-reading') -> str:
    return f'{endpoint.get_absolute_url()}{way}/'


def digest_on(browser: Client, endpoint: ProxmoxEndpoint, way: str = 'believe-reading') -> str:
    digest: str = browser.get(address(endpoint, way)).context['shown']
    return digest


def a_user(*node_actions: str) -> User:
    user: User = User.objects.create_user('bob')
    grant(user, ProxmoxEndpoint, 'view', 'sync')
    for action in node_actions:
        grant(user, ProxmoxNode, action)
    return user


def test_the_page_says_what_is_held_and_leads_to_the_question(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    words = panel(admin, endpoint.get_absolute_url(), TITLE)

    assert 'The endpoint answers as the standalone host "pve1"; first seen' in words
    assert 'nothing of it was written or deleted' in words
    assert 'Believe it…' in words
    assert 'rename' not in words
    assert f'href="{address(endpoint)}"' in shown(admin, endpoint.get_absolute_url())


def test_while_nothing_is_held_there_is_no_panel_and_no_question(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    ProxmoxEndpoint.objects.update(held_because='', held_reading={}, held_since=None)

    assert panel(admin, endpoint.get_absolute_url(), TITLE) == ''
    assert told(admin.get(address(endpoint))) == ['No reading of this endpoint waits for a decision.']


def test_what_goes_is_named(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    page = shown(admin, address(endpoint))

    assert '<li>cluster lab-cluster</li><li>node pve2</li><li>node pve3</li>' in page
    assert 'pve1</li>' not in page


def test_believing_leads_to_the_run(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    answer = admin.post(address(endpoint), {'shown': digest_on(admin, endpoint)})

    assert answer['Location'] == SyncRun.objects.get().get_absolute_url()
    assert ProxmoxEndpoint.objects.get().held_decision == 'believe'
    assert 'Decided : Believe it' in panel(admin, endpoint.get_absolute_url(), TITLE).replace('Decided:', 'Decided :')


def test_a_rename_shows_old_and_new_names(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    held(endpoint, 'nothing-in-common', RENAMED)

    page = shown(admin, address(endpoint, 'rename-nodes'))
    assert '<li>pve1 → ams1</li><li>pve2 → ams2</li><li>pve3 → ams3</li>' in page
    assert '<li>ams4</li>' in page
    admin.post(address(endpoint, 'rename-nodes'), {'shown': digest_on(admin, endpoint, 'rename-nodes')})
    assert ProxmoxEndpoint.objects.get().held_decision == 'rename'


@pytest.mark.parametrize('form', ['', 'before'])
def test_an_old_page_decides_nothing(admin: Client, endpoint: ProxmoxEndpoint, form: str) -> None:
    before = digest_on(admin, endpoint) if form else ''
    ProxmoxNode.objects.create(endpoint=endpoint, name='pve4')

    answer = admin.post(address(endpoint), {'shown': before})

    assert told(answer) == ['The question has changed meanwhile: look at it again.']
    assert (ProxmoxEndpoint.objects.get().held_decision, SyncRun.objects.count()) == ('', 0)


def test_what_one_may_not_see_is_counted(endpoint: ProxmoxEndpoint) -> None:
    user = a_user('delete')
    grant(user, ProxmoxCluster, 'view', 'delete')
    grant(user, ProxmoxNode, 'view', constraints={'name': 'pve2'}, name='one')

    page = shown(page_client(user), address(endpoint))

    assert '<li>cluster lab-cluster</li><li>node pve2</li>' in page
    assert '1 row that you may not see' in page
    assert 'pve3' not in page


def test_who_may_not_delete_all_of_it_is_told_and_gets_no_button(endpoint: ProxmoxEndpoint) -> None:
    browser = page_client(a_user('view', 'delete'))

    words = panel(browser, endpoint.get_absolute_url(), TITLE)

    assert 'You cannot have it believed: It takes 1 row that you may not see.' in words
    assert 'Believe it…' not in words
    assert told(browser.post(address(endpoint), {'shown': ''}))
    assert not SyncRun.objects.exists()


@pytest.mark.parametrize('page', ['', 'nodes/'])
def test_the_run_and_the_tab_lead_to_it(admin: Client, endpoint: ProxmoxEndpoint, page: str) -> None:
    words = {'error_code': 'turned-standalone', 'cause': 'It answered as pve1.', 'cure': 'Decide.'}
    run = a_run(endpoint, 'held', ended_at=clock.database_now(), **words)

    found = shown(admin, f'{endpoint.get_absolute_url()}nodes/' if page else run.get_absolute_url())

    assert 'not believed' in found
    assert f'href="{endpoint.get_absolute_url()}#held-reading"' in found


def test_a_degraded_run_with_held_deletions_leads_there_too(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    warning = DeletionsHeld('lab', {'pve1': 'limit', 'pve2': 'limit'}).cause
    run = a_run(endpoint, 'degraded', ended_at=clock.database_now(), warnings=[warning], error_code='endpoint-timeout')

    assert f'href="{endpoint.get_absolute_url()}#missing-nodes"' in shown(admin, run.get_absolute_url())
