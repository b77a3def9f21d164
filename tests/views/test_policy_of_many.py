"""What becomes of nodes that disappear, said for many endpoints at once."""

import json

import pytest
from django.test import Client

from netbox_proxbox.models import ProxmoxEndpoint
from tests.builders import a_direct_endpoint

PAGES = '/plugins/proxbox/endpoints/proxmox/'
KEEP = {'when_node_disappears': 'keep', 'keep_readings': 3, 'deletion_limit': 50}


@pytest.fixture
def endpoints(db: None) -> list[int]:
    return [a_direct_endpoint(name=name).pk for name in ('lab', 'farm')]


def policies() -> set[tuple[str, int, int]]:
    return set(ProxmoxEndpoint.objects.values_list(*KEEP))


def test_a_bulk_edit_sets_it_and_leaves_what_is_empty(admin: Client, endpoints: list[int]) -> None:
    assert admin.post(f'{PAGES}edit/', {'pk': endpoints, '_apply': True, **KEEP}).status_code == 302
    assert policies() == {('keep', 3, 50)}

    empty = {'when_node_disappears': '', 'keep_readings': '', 'deletion_limit': '', 'timeout': 9}
    assert admin.post(f'{PAGES}edit/', {'pk': endpoints, '_apply': True, **empty}).status_code == 302
    assert policies() == {('keep', 3, 50)}


def test_a_bulk_edit_can_hold_whatever_is_more_than_one_node(admin: Client, endpoints: list[int]) -> None:
    admin.post(f'{PAGES}edit/', {'pk': endpoints, '_apply': True, 'deletion_limit': 0})

    assert policies() == {('delete', 10, 0)}


def test_an_import_sets_it(admin: Client, endpoints: list[int]) -> None:
    lines = [{'id': pk, **KEEP} for pk in endpoints]

    answer = admin.post(f'{PAGES}import/', {'data': json.dumps(lines), 'format': 'json', 'csv_delimiter': ','})

    assert answer.status_code == 302
    assert policies() == {('keep', 3, 50)}


def test_an_import_refuses_what_cannot_be_meant(admin: Client, endpoints: list[int]) -> None:
    lines = [{'id': endpoints[0], 'when_node_disappears': 'hide'}]

    answer = admin.post(f'{PAGES}import/', {'data': json.dumps(lines), 'format': 'json', 'csv_delimiter': ','})

    assert answer.status_code == 200
    assert policies() == {('delete', 10, 30)}
