"""What somebody may not see is neither on the tab nor counted there."""

from django.test import Client
from users.models import User

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from tests.accounts import grant

from .tab import add_nodes, tab_of


def test_nodes_that_a_user_may_not_see_are_not_shown(
    browser: Client, user: User, endpoint: ProxmoxEndpoint, cluster: ProxmoxCluster
) -> None:
    add_nodes(endpoint, 3, cluster)
    grant(user, ProxmoxEndpoint, 'view')
    assert 'you do not have the permission to see them' in tab_of(browser, endpoint)

    grant(user, ProxmoxNode, 'view', constraints={'name': 'pve1'})
    page = tab_of(browser, endpoint)

    assert '>pve1</a>' in page
    assert 'pve2' not in page
    assert 'pve-cluster' not in page


def test_the_tab_of_an_endpoint_that_a_user_may_not_see_is_not_found(
    browser: Client, user: User, endpoint: ProxmoxEndpoint
) -> None:
    grant(user, ProxmoxEndpoint, 'view', constraints={'name': 'another'})

    assert browser.get(f'/plugins/proxbox/endpoints/proxmox/{endpoint.pk}/nodes/').status_code == 404


def test_a_user_who_may_not_see_runs_reads_nothing_of_them(
    browser: Client, user: User, endpoint: ProxmoxEndpoint
) -> None:
    SyncRun.objects.create(endpoint=endpoint, trigger='schedule', status='failed', cause='No answer.')
    grant(user, ProxmoxEndpoint, 'view')
    grant(user, ProxmoxNode, 'view')

    page = tab_of(browser, endpoint)

    assert 'No answer.' not in page
    assert 'Sync run' not in page
    assert f'{endpoint.get_absolute_url()}sync/' not in page
