"""Endpoints with a schedule are synced without anybody asking, by the real beat."""

import pytest

from .endpoints import Endpoints
from .instant_backend import InstantBackend
from .netbox import NetBox
from .services import Services
from .waiting import wait_for

pytestmark = pytest.mark.integration


def test_beat_starts_an_endpoint_that_is_due(
    services: Services, netbox: NetBox, endpoints: Endpoints, instant: InstantBackend, instant_endpoint: int
) -> None:
    endpoints.change(instant_endpoint, sync_interval={'every': 5, 'period': 'seconds'})
    beat = services.stack.start_beat()
    wait_for(lambda: len(netbox.runs(instant_endpoint)) >= 2)
    services.stack.supervisor.stop(beat)
    endpoints.change(instant_endpoint, sync_interval=None)
    runs = [netbox.ended(run.id) for run in netbox.runs(instant_endpoint)]
    assert {(run.status, run.trigger) for run in runs} == {('succeeded', 'schedule')}
    first, *later = reversed(runs)
    assert {change.user for change in netbox.changes_of(first)} == {'proxbox-sync'}
    assert [netbox.changes_of(run) for run in later] == [[]] * len(later)
