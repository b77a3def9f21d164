"""Who writes schedules, and how."""

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient
from users.models import User

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.schedules.rows import crontab_row, interval_row
from tests.accounts import api_client, page_client
from tests.builders import a_backend, an_endpoint


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_superuser(username='administrator')


@pytest.fixture
def pages(administrator: User) -> Client:
    """NetBox's pages as an administrator sees them."""
    return page_client(administrator)


@pytest.fixture
def rest(administrator: User) -> APIClient:
    """The REST API as an administrator uses it."""
    return api_client(administrator)


@pytest.fixture
def backend(db: None) -> ProxboxBackend:
    return a_backend()


@pytest.fixture
def content(backend: ProxboxBackend) -> dict[str, Any]:
    """What an endpoint must have."""
    return {
        'name': 'new',
        'backend': backend.pk,
        'ip_address': '192.0.2.7',
        'port': 8006,
        'username': 'root@pam',
        'password': 'a-password',
    }


@pytest.fixture
def two(backend: ProxboxBackend) -> list[ProxmoxEndpoint]:
    """An endpoint with an interval, and one with a crontab."""
    often = an_endpoint(backend, name='often', sync_interval=interval_row(5, 'minutes'))
    nightly = an_endpoint(backend, name='nightly', sync_crontab=crontab_row(minute='30', hour='2'))
    return [often, nightly]
