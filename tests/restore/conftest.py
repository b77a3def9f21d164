"""Who restores what a sync has deleted."""

import pytest
from users.models import User

from tests.restore.scene import scene

__all__ = ('scene',)


@pytest.fixture
def ada(db: None) -> User:
    """Somebody who may do everything."""
    user: User = User.objects.create_superuser('ada')
    return user


@pytest.fixture
def bob(db: None) -> User:
    """Somebody who may do nothing yet."""
    return User.objects.create_user('bob')
