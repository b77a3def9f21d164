"""Endpoints with a schedule are synced without anybody asking, by the real beat."""

import pytest

from .endpoints import Endpoints
from .netbox import NetBox
from .services import Services
from .waiting import wait_for

pytestmark = pytest.mark.integration


def test_beat_starts_an_endpoint_that_is_due(
    services: Services, netbox: NetBox, endpoints: Endpoints, instant_endpoint: int
) -> None:
    endpoints.change(instant_endpoint, sync_interval={'every': 5, 'period': 'seconds'})
    beat = services.stack.start_beat()
    wait_for(lambda: len(netbox.runs(instant_endpoint)) > 0)
    services.stack.supervisor.stop(beat)
    endpoints.change(instant_endpoint, sync_interval=None)
    *_, first = netbox.runs(instant_endpoint)
    run = netbox.ended(first.id)
    assert (run.outcome, run.trigger) == (('succeeded', ''), 'schedule')
    assert {change.user for change in netbox.changes_of(run)} == {'proxbox-sync'}
