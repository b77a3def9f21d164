"""Who decides of what is held, and runs that stay queued until a test carries them out."""

import pytest
from users.models import User

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.runs import request
from tests.accounts import grant


@pytest.fixture
def nobody_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave runs queued: each test carries them out itself, if it wants to."""
    monkeypatch.setattr(request, 'start_queued', list)


@pytest.fixture
def ada(committed: None) -> User:
    """Somebody who may decide everything."""
    user: User = User.objects.create_superuser('ada')
    return user


@pytest.fixture
def bob(committed: None) -> User:
    """Somebody who may sync the endpoint."""
    user = User.objects.create_user('bob')
    grant(user, ProxmoxEndpoint, 'sync')
    return user
