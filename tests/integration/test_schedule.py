"""Endpoints with a schedule are synced without anybody asking, by the real beat, whatever happens to the broker."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from .endpoints import Endpoints
from .netbox import PLUGIN, NetBox
from .services import Services
from .waiting import wait_for

pytestmark = pytest.mark.integration

OFTEN = {'every': 5, 'period': 'seconds'}


@pytest.fixture
def beat(services: Services) -> Iterator[None]:
    """Beat as it runs beside the worker."""
    beat = services.stack.start_beat()
    yield
    services.stack.supervisor.stop(beat)


def wait_for_one_more(netbox: NetBox, endpoint: int) -> None:
    """Return when beat has had a further run made that ended well."""
    seen = {run.id for run in netbox.runs(endpoint)}
    wait_for(lambda: any(run.status == 'succeeded' for run in netbox.runs(endpoint) if run.id not in seen))


@contextmanager
def unscheduled(netbox: NetBox, endpoints: Endpoints, endpoint: int) -> Iterator[None]:
    """No run is active during the block: one whose messages are forgotten is lost only minutes later."""
    endpoints.change(endpoint, sync_interval=None)
    wait_for(lambda: not any(run.is_active for run in netbox.runs(endpoint)))
    yield
    endpoints.change(endpoint, sync_interval=OFTEN)


@pytest.mark.usefixtures('beat')
def test_a_schedule_holds_from_the_next_tick_on_and_outlives_the_broker(
    services: Services, netbox: NetBox, endpoints: Endpoints, instant_endpoint: int
) -> None:
    endpoints.change(instant_endpoint, sync_interval=OFTEN)
    wait_for_one_more(netbox, instant_endpoint)
    *_, first = netbox.runs(instant_endpoint)
    assert first.trigger == 'schedule'
    assert {change.user for change in netbox.changes_of(first)} == {'proxbox-sync'}

    with unscheduled(netbox, endpoints, instant_endpoint):
        services.broker.empty()
    wait_for_one_more(netbox, instant_endpoint)

    with unscheduled(netbox, endpoints, instant_endpoint):
        services.broker.stop()
        services.broker.start()
    wait_for_one_more(netbox, instant_endpoint)

    endpoints.change(instant_endpoint, sync_crontab={'minute': '0', 'hour': '0', 'day_of_month': '1'})
    address = f'{PLUGIN}/endpoints/{instant_endpoint}/'
    wait_for(lambda: str(netbox.get(address)['next_sync_at']).endswith('-01T00:00:00Z'))
    wait_for(lambda: not any(run.is_active for run in netbox.runs(instant_endpoint)))
