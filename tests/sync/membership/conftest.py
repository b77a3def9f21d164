"""An endpoint whose cluster is known, and both ways to sync it."""

from collections.abc import Callable

import pytest
from extras.models import JournalEntry
from users.models import User

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.sync import decide_reading
from tests.sync.whole_runs import whole_run

from .answers import in_the_foreground


@pytest.fixture(params=[whole_run, in_the_foreground])
def sync(request: pytest.FixtureRequest) -> Callable[[ProxmoxEndpoint], SyncRun]:
    """The two ways that a sync goes."""
    way: Callable[[ProxmoxEndpoint], SyncRun] = request.param
    return way


@pytest.fixture
def tracked(lab: ProxmoxEndpoint) -> ProxmoxEndpoint:
    """An endpoint whose cluster was read, and about which people wrote."""
    assert whole_run(lab).status == 'succeeded'
    for row in (ProxmoxCluster.objects.get(), *ProxmoxNode.objects.all()):
        row.tags.add('ours')
        JournalEntry.objects.create(assigned_object=row, comments='Seen in the rack.')
    return ProxmoxEndpoint.objects.get(pk=lab.pk)


@pytest.fixture(autouse=True)
def _nobody_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a decision ask for no run: each test syncs as it wants to."""
    monkeypatch.setattr(decide_reading, 'request_sync', lambda *args, **kwargs: None)


@pytest.fixture
def ada(db: None) -> User:
    """Somebody who may decide everything."""
    user: User = User.objects.create_superuser('ada')
    return user
