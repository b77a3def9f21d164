"""Who asks the REST API."""

import pytest
from rest_framework.test import APIClient
from users.models import User

from tests.accounts import api_client


@pytest.fixture
def user(db: None) -> User:
    """A user who may do nothing yet."""
    return User.objects.create_user(username='operator')


@pytest.fixture
def client(user: User) -> APIClient:
    """The API as that user sees it."""
    return api_client(user)


@pytest.fixture
def admin(db: None) -> APIClient:
    """The API as a superuser sees it."""
    return api_client(User.objects.create_superuser(username='administrator'))
