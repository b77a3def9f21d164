"""Where a link is from: whoever sets or removes it without a rule's name is a person."""

from typing import Any

import pytest
from django.db import connection
from utilities.testing import create_test_device

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from tests.builders import a_direct_endpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def node() -> ProxmoxNode:
    node = ProxmoxNode.objects.create(endpoint=a_direct_endpoint(), name='pve1', link_candidates=[1, 2])
    return ProxmoxNode.objects.get(pk=node.pk)


def stored(node: ProxmoxNode) -> tuple[Any, str, Any]:
    node = ProxmoxNode.objects.get(pk=node.pk)
    return node.netbox_device, node.link_origin, node.link_candidates


@pytest.mark.parametrize('fields', [None, ['netbox_device'], ['netbox_device_id', 'last_updated']])
def test_a_link_that_is_set_and_removed_is_a_persons(node: ProxmoxNode, fields: list[str] | None) -> None:
    node.netbox_device = device = create_test_device('server')
    node.save(update_fields=fields)
    assert stored(node) == (device, 'person', [])

    node.netbox_device = None
    node.save(update_fields=fields)
    assert stored(node) == (None, 'removed', [])
    assert not node.may_be_linked


def test_a_new_row_is_linked_by_whoever_adds_it(node: ProxmoxNode) -> None:
    device = create_test_device('server')

    new = ProxmoxNode.objects.create(endpoint=node.endpoint, name='pve2', netbox_device=device)
    restored = ProxmoxNode(endpoint=node.endpoint, name='pve3', netbox_device=device, link_origin='rule:name')
    restored.save()

    assert stored(new) == (device, 'person', [])
    assert stored(restored) == (device, 'rule:name', [])


def test_an_edit_leaves_a_link_that_a_sync_made_meanwhile(node: ProxmoxNode) -> None:
    device = create_test_device('server')
    ProxmoxNode.objects.filter(pk=node.pk).update(netbox_device=device, link_origin='rule:name', link_candidates=[])

    node.description = 'In rack 7'
    node.save()

    assert stored(node) == (device, 'rule:name', [])
    assert ProxmoxNode.objects.get(pk=node.pk).is_linked_by_rule


def test_other_fields_say_nothing_of_the_link(node: ProxmoxNode) -> None:
    node.description = 'In rack 7'
    node.save()

    assert stored(node) == (None, '', [1, 2])
    assert node.may_be_linked
    assert not node.is_linked_by_rule


def test_a_device_that_is_deleted_is_no_decision_of_a_person(node: ProxmoxNode) -> None:
    device = create_test_device('server')
    ProxmoxNode.objects.filter(pk=node.pk).update(netbox_device=device, link_origin='person')

    device.delete()

    assert stored(node) == (None, '', [1, 2])


def test_rows_of_the_previous_release_have_the_documented_defaults() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT column_name, column_default FROM information_schema.columns WHERE table_name = %s',
            [ProxmoxEndpoint._meta.db_table],
        )
        defaults = dict(cursor.fetchall())

    assert defaults['link_nodes'].startswith("'by-rule'")
    assert defaults['link_by_address'] == 'false'
