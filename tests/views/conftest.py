"""Who looks at the pages."""

import pytest
from django.test import Client
from users.models import User

from tests.accounts import page_client


@pytest.fixture
def user(db: None) -> User:
    """A user who may do nothing yet."""
    return User.objects.create_user(username='operator')


@pytest.fixture
def browser(user: User) -> Client:
    """The pages as that user sees them."""
    return page_client(user)


@pytest.fixture
def admin(db: None) -> Client:
    """The pages as a superuser sees them."""
    return page_client(User.objects.create_superuser(username='administrator'))
