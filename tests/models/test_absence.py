"""What new endpoints say of nodes that disappear."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from tests.builders import a_direct_endpoint, a_run, an_endpoint

pytestmark = pytest.mark.django_db


def test_new_endpoints_say_what_the_settings_say(configure: Any) -> None:
    configure(when_node_disappears='keep', keep_readings=5, deletion_limit=50)

    endpoint = an_endpoint()

    assert (endpoint.when_node_disappears, endpoint.keep_readings, endpoint.deletion_limit) == ('keep', 5, 50)


@pytest.mark.parametrize(
    'values', [{'when_node_disappears': 'hide'}, {'keep_readings': 0}, {'deletion_limit': 101}, {'deletion_limit': -1}]
)
def test_what_cannot_be_meant_is_refused(values: dict[str, Any]) -> None:
    endpoint = an_endpoint()
    for name, value in values.items():
        setattr(endpoint, name, value)

    with pytest.raises(ValidationError) as refused:
        endpoint.clean_fields()

    assert set(refused.value.message_dict) == set(values)


@pytest.mark.parametrize(
    ('because', 'is_missing', 'is_held'),
    [
        ('', False, False),
        ('rule', True, False),
        ('kept', True, False),
        ('limit', True, True),
        ('all-nodes', True, True),
    ],
)
def test_a_node_says_whether_it_is_missing_and_held(because: str, is_missing: bool, is_held: bool) -> None:
    node = ProxmoxNode(missing_because=because)

    assert (node.is_missing, node.is_held) == (is_missing, is_held)


def test_rows_of_the_previous_release_have_the_documented_defaults() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT column_name, column_default FROM information_schema.columns WHERE table_name = %s',
            [ProxmoxEndpoint._meta.db_table],
        )
        defaults = dict(cursor.fetchall())

    assert defaults['when_node_disappears'].startswith("'delete'")
    assert (defaults['keep_readings'], defaults['deletion_limit']) == ('10', '30')


@pytest.fixture
def confirmed(db: None) -> ProxmoxNode:
    """A node whose deletion was confirmed, as the database holds it."""
    fields = {'missing_because': 'limit', 'deletion_confirmed': True}
    node = ProxmoxNode.objects.create(endpoint=a_direct_endpoint(), name='pve1', **fields)
    node.refresh_from_db()
    assert node.deletion_confirmed
    return node


def test_a_row_that_stands_for_another_node_is_not_confirmed(confirmed: ProxmoxNode) -> None:
    confirmed.name = 'pve9'
    confirmed.save()

    assert not ProxmoxNode.objects.get(pk=confirmed.pk).deletion_confirmed


def test_a_row_of_another_endpoint_is_not_confirmed(confirmed: ProxmoxNode) -> None:
    confirmed.endpoint = a_direct_endpoint(name='other', ip_address='192.0.2.99')
    confirmed.save()

    assert not ProxmoxNode.objects.get(pk=confirmed.pk).deletion_confirmed


@pytest.mark.parametrize(
    ('fields', 'stays'),
    [({'ip_address': '192.0.2.98'}, False), ({'port': 8007}, False), ({'timeout': 9}, True), ({'name': 'new'}, True)],
)
def test_nothing_is_confirmed_of_an_endpoint_that_leads_elsewhere(
    confirmed: ProxmoxNode, fields: dict[str, Any], stays: bool
) -> None:
    endpoint = ProxmoxEndpoint.objects.get(pk=confirmed.endpoint_id)
    for name, value in fields.items():
        setattr(endpoint, name, value)
    endpoint.save()

    assert ProxmoxNode.objects.get(pk=confirmed.pk).deletion_confirmed is stays


@pytest.mark.parametrize(('fields', 'stays'), [({'port': 8007}, False), ({'timeout': 9}, True)])
def test_plans_of_an_endpoint_that_leads_elsewhere_are_withdrawn(fields: dict[str, Any], stays: bool) -> None:
    endpoint = a_direct_endpoint()
    preview = a_run(endpoint, 'succeeded', is_preview=True, plan=[{}])
    applied = a_run(endpoint, 'succeeded', plan=[{}])
    applying = a_run(endpoint, 'queued', plan=[{}])
    endpoint = ProxmoxEndpoint.objects.get()
    for name, value in fields.items():
        setattr(endpoint, name, value)

    endpoint.save()

    plans = dict(SyncRun.objects.values_list('pk', 'plan'))
    assert plans == {preview.pk: [{}] if stays else None, applied.pk: [{}], applying.pk: [{}] if stays else []}
