"""Who tries."""

import pytest
from django.test import Client
from rest_framework.test import APIClient
from users.models import User

from tests.accounts import api_client, page_client


@pytest.fixture
def superuser(db: None) -> User:
    return User.objects.create_superuser(username='administrator')


@pytest.fixture
def admin(superuser: User) -> Client:
    """The pages as a superuser sees them."""
    return page_client(superuser)


@pytest.fixture
def rest(superuser: User) -> APIClient:
    """The REST API as a superuser sees it."""
    return api_client(superuser)
