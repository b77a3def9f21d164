"""A form that was opened before a sync wrote is saved all the same; one that a person overtook is not."""

from collections.abc import Callable
from typing import Any

import pytest
from core.models import ObjectChange
from django.db import transaction
from django.test import Client
from utilities.testing import create_test_device

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.tracking.changelog import service_user, tracked
from tests.builders import a_run, an_endpoint, written
from tests.readings import cluster_of, node_named

REFUSED = 'has been modified since the form was rendered'


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return an_endpoint()


def sync(endpoint: ProxmoxEndpoint, *, online: bool = True, quorate: bool = True) -> None:
    """Write as a sync does, under the id of its run."""
    with tracked(a_run(endpoint, 'succeeded').request_id, service_user(), print), transaction.atomic():
        written(endpoint, cluster_of(node_named('pve1', online=online), quorate=quorate))


def edited(admin: Client, row: Any, meanwhile: Callable[[], object], **changes: Any) -> Any:
    """Open the form of a row, let something happen, and send the form."""
    address = f'{row.get_absolute_url()}edit/'
    form = admin.get(address).context['form']
    shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    meanwhile()
    return admin.post(address, {**shown, **changes})


def test_a_first_sync_does_not_cost_what_was_entered(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    answer = edited(admin, endpoint, lambda: sync(endpoint), description='rack 7')

    endpoint.refresh_from_db()
    assert answer.status_code == 302
    assert (endpoint.description, endpoint.mode) == ('rack 7', 'cluster')


@pytest.mark.parametrize('kind', ['cluster', 'node'])
def test_nor_does_one_that_changes_a_cluster_or_its_nodes(admin: Client, endpoint: ProxmoxEndpoint, kind: str) -> None:
    sync(endpoint)
    row: Any = endpoint.clusters.get() if kind == 'cluster' else endpoint.nodes.get()

    answer = edited(admin, row, lambda: sync(endpoint, online=False, quorate=False), description='rack 7')

    row.refresh_from_db()
    assert answer.status_code == 302
    assert row.description == 'rack 7'
    assert not (row.quorate if kind == 'cluster' else row.online)


def test_the_edit_of_another_person_is_not_overwritten(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    def edit_and_sync() -> None:
        edited(admin, ProxmoxEndpoint.objects.get(), lambda: None, description='theirs')
        sync(endpoint)

    answer = edited(admin, endpoint, edit_and_sync, description='mine')

    endpoint.refresh_from_db()
    assert REFUSED in answer.content.decode()
    assert endpoint.description == 'theirs'


def test_a_change_that_nothing_tells_of_counts_as_a_persons(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    def sync_unseen() -> None:
        sync(endpoint)
        ObjectChange.objects.all().delete()

    assert REFUSED in edited(admin, endpoint, sync_unseen).content.decode()


def test_a_form_from_before_a_rule_linked_the_row_is_refused(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    sync(endpoint)
    node = endpoint.nodes.get()

    def document_and_sync() -> None:
        create_test_device('pve1')
        sync(endpoint)

    answer = edited(admin, node, document_and_sync, description='rack 7')

    node.refresh_from_db()
    assert REFUSED in answer.content.decode()
    assert (str(node.netbox_device), node.link_origin, node.description) == ('pve1', 'rule:name', '')


def test_one_from_after_that_keeps_the_link_and_where_it_is_from(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    create_test_device('pve1')
    sync(endpoint)
    node = endpoint.nodes.get()

    answer = edited(admin, node, lambda: sync(endpoint, online=False), description='rack 7')

    node.refresh_from_db()
    assert answer.status_code == 302
    assert (str(node.netbox_device), node.link_origin, node.description) == ('pve1', 'rule:name', 'rack 7')
