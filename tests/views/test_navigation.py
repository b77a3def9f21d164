"""The menu and the search."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from users.models import User

from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.search import indexes
from netbox_proxbox.tests import estate
from tests.accounts import grant

PAGES = ('endpoints/proxmox/', 'endpoints/proxbox-api/', 'clusters/', 'nodes/', 'sync-runs/')


def test_the_menu_leads_to_every_list(admin: Client) -> None:
    page = admin.get('/').content.decode()

    assert [path for path in PAGES if f'href="/plugins/proxbox/{path}"' not in page] == []
    for path in PAGES:
        assert admin.get(f'/plugins/proxbox/{path}').status_code == 200


def test_the_menu_shows_what_a_user_may_see(browser: Client, user: User) -> None:
    grant(user, ProxmoxNode, 'view')

    page = browser.get('/').content.decode()

    assert [path for path in PAGES if f'href="/plugins/proxbox/{path}"' in page] == ['nodes/']


@pytest.mark.django_db
def test_the_search_knows_no_secret_and_every_field_exists() -> None:
    estate.make_nodes(1)
    index: Any
    for index in indexes:
        names = {name for name, _ in index.fields} | set(index.display_attrs)
        assert not names & {'api_key', 'password', 'token_value'}
        assert all(hasattr(index.model.objects.first(), name) for name in names)


def test_the_search_finds_a_node_by_its_address(
    admin: Client, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]]
) -> None:
    endpoint = estate.make_endpoints(1)[0]
    with django_capture_on_commit_callbacks(execute=True):
        ProxmoxNode.objects.create(endpoint=endpoint, name='pve-found', ip_address='10.0.0.77')

    assert 'pve-found' in admin.get('/search/?q=10.0.0.77').content.decode()
