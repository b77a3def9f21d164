"""Twenty people restore at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from users.models import User

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend
from tests.sync.estate import Estate
from tests.sync.missing_nodes import answer
from tests.sync.ways import Way
from tests.sync.whole_runs import synced

from .restoring import restored

RESTORES = 20


@pytest.fixture
def lab(committed: None, server: ScriptedBackend, way: Way) -> ProxmoxEndpoint:
    """The endpoint of the estate, for threads to see."""
    return way.endpoint(server)


def test_one_row_comes_back(lab: ProxmoxEndpoint, estate: Estate) -> None:
    synced(lab)
    answer(estate, 1, 3)
    run, together = synced(lab), Barrier(RESTORES)
    ada = User.objects.create_superuser('ada')

    def restore_it(_: int) -> tuple[int, list[str]]:
        try:
            together.wait(30)
            outcome = restored(run, ada)
            return len(outcome.restored), [each.why for each in outcome.left_out]
        finally:
            connection.close()

    with ThreadPoolExecutor(RESTORES) as threads:
        outcomes = list(threads.map(restore_it, range(RESTORES)))

    assert sorted(count for count, _ in outcomes) == [0] * (RESTORES - 1) + [1]
    assert {tuple(why) for count, why in outcomes if not count} == {('It is there again.',)}
    assert ProxmoxNode.objects.filter(name='pve2').count() == 1
