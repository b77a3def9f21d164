"""The panel of an endpoint about its missing nodes, and what the endpoint says of such nodes."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from users.models import User

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from tests.accounts import grant

from .pages import panel, shown

TITLE = 'Missing Nodes'


def test_each_missing_node_is_told_with_since_when_and_why(
    admin: Client, endpoint: ProxmoxEndpoint, nodes: dict[str, ProxmoxNode]
) -> None:
    words = panel(admin, endpoint.get_absolute_url(), TITLE)

    assert 'pve-there' not in words
    assert words.count('3 hours ago') == 5
    for name, reason in {
        'pve-rule': 'The endpoint keeps it for 4 complete readings without it.',
        'pve-tag': 'The tag "proxbox-keep" protects it from being deleted by a sync.',
        'pve-kept': 'Somebody decided to keep it, until it is back or somebody deletes it.',
        'pve-limit': 'Waits for a decision: more nodes were gone at once than the deletion limit allows.',
        'pve-all-nodes': 'Waits for a decision: all nodes would have been deleted at once.',
    }.items():
        assert reason in words.partition(name)[2].partition('pve-')[0], name


def test_a_confirmed_deletion_is_told(admin: Client, endpoint: ProxmoxEndpoint, nodes: dict[str, ProxmoxNode]) -> None:
    ProxmoxNode.objects.filter(name='pve-limit').update(deletion_confirmed=True)

    assert 'the next sync deletes it, unless it is back' in panel(admin, endpoint.get_absolute_url(), TITLE)


def test_without_missing_nodes_there_is_no_panel(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    ProxmoxNode.objects.create(endpoint=endpoint, name='pve1')

    assert panel(admin, endpoint.get_absolute_url(), TITLE) == ''


def test_what_waits_can_be_ticked_and_what_may_be_kept_for_good(
    admin: Client, endpoint: ProxmoxEndpoint, nodes: dict[str, ProxmoxNode]
) -> None:
    page = shown(admin, endpoint.get_absolute_url())

    ticks = {node.name for node in nodes.values() if f'name="pk" value="{node.pk}"' in page}
    assert ticks == {'pve-limit', 'pve-all-nodes', 'pve-rule', 'pve-tag'}
    assert f'formaction="{endpoint.get_absolute_url()}confirm-deletions/"' in page
    assert f'formaction="{endpoint.get_absolute_url()}keep-nodes/"' in page


@pytest.mark.parametrize(
    ('on_endpoint', 'on_nodes', 'buttons'),
    [
        (('view',), ('view', 'change', 'delete'), []),
        (('view', 'sync'), ('view',), []),
        (('view', 'sync'), ('view', 'change'), ['keep-nodes']),
        (('view', 'sync'), ('view', 'delete'), ['confirm-deletions']),
    ],
)
def test_who_may_not_decide_has_no_button(
    browser: Client,
    user: User,
    endpoint: ProxmoxEndpoint,
    nodes: dict[str, ProxmoxNode],
    on_endpoint: tuple[str, ...],
    on_nodes: tuple[str, ...],
    buttons: list[str],
) -> None:
    grant(user, ProxmoxEndpoint, *on_endpoint)
    grant(user, ProxmoxNode, *on_nodes)

    for address in (endpoint.get_absolute_url(), nodes['pve-limit'].get_absolute_url()):
        page = shown(browser, address)
        assert [name for name in ('confirm-deletions', 'keep-nodes') if f'/{name}/' in page] == buttons


def test_what_one_may_not_see_is_counted_and_not_named(
    browser: Client, user: User, endpoint: ProxmoxEndpoint, nodes: dict[str, ProxmoxNode]
) -> None:
    grant(user, ProxmoxEndpoint, 'view')
    grant(user, ProxmoxNode, 'view', constraints={'name': 'pve-rule'})

    words = panel(browser, endpoint.get_absolute_url(), TITLE)

    assert 'pve-rule' in words
    assert 'pve-limit' not in shown(browser, endpoint.get_absolute_url())
    assert '4 more are missing that you may not see.' in words


def test_many_are_listed_in_part_with_as_many_queries(
    admin: Client, endpoint: ProxmoxEndpoint, nodes: dict[str, ProxmoxNode]
) -> None:
    shown(admin, endpoint.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        shown(admin, endpoint.get_absolute_url())
    ProxmoxNode.objects.bulk_create(
        ProxmoxNode(endpoint=endpoint, name=f'n{number}', missing_because='limit') for number in range(100)
    )

    with CaptureQueriesContext(connection) as many:
        words = panel(admin, endpoint.get_absolute_url(), TITLE)

    assert len(many) == len(few)
    assert '55 more' in words


@pytest.mark.parametrize(
    ('when', 'words'),
    [
        ('delete', 'Then Delete at once Complete readings to keep it for — Deletion limit 20 % of the nodes'),
        ('keep', 'Then Keep for some readings Complete readings to keep it for 4 Deletion limit 20 % of the nodes'),
    ],
)
def test_the_endpoint_says_what_becomes_of_nodes(
    admin: Client, endpoint: ProxmoxEndpoint, when: str, words: str
) -> None:
    ProxmoxEndpoint.objects.update(when_node_disappears=when)

    assert words in panel(admin, endpoint.get_absolute_url(), 'When a Node Disappears')
