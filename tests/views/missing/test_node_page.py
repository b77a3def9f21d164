"""The page of a node that is missing."""

from django.test import Client

from netbox_proxbox.models import ProxmoxNode

from .pages import panel, shown

TITLE = 'Missing in Proxmox VE'


def test_it_says_since_when_and_why(admin: Client, nodes: dict[str, ProxmoxNode]) -> None:
    words = panel(admin, nodes['pve-limit'].get_absolute_url(), TITLE)

    assert '(3 hours ago)' in words
    assert 'Complete readings without it 2' in words
    assert 'Waits for a decision: more nodes were gone at once than the deletion limit allows.' in words


def test_the_buttons_are_there_while_it_waits_and_any_node_can_be_kept(
    admin: Client, nodes: dict[str, ProxmoxNode]
) -> None:
    for name, node in nodes.items():
        page = shown(admin, node.get_absolute_url())
        buttons = [f'href="{node.endpoint.get_absolute_url()}{way}/?pk={node.pk}"' for way in WAYS]
        can_be_kept = node.is_missing and node.missing_because != 'kept'
        assert [button in page for button in buttons] == [node.is_held, can_be_kept], name


WAYS = ('confirm-deletions', 'keep-nodes')


def test_one_that_is_there_has_no_such_panel(admin: Client, nodes: dict[str, ProxmoxNode]) -> None:
    assert panel(admin, nodes['pve-there'].get_absolute_url(), TITLE) == ''
