"""The broker forgets everything or is gone: runs end, the person who asks is told, and the next run is fine."""

import pytest

from .instant_backend import CLUSTER_STATUS, InstantBackend
from .netbox import PLUGIN, NetBox
from .records import Run
from .services import Services
from .waiting import wait_for

pytestmark = pytest.mark.integration


def test_a_run_whose_messages_are_forgotten_in_the_middle_goes_on_from_what_was_read(
    netbox: NetBox, services: Services, instant: InstantBackend, instant_endpoint: int
) -> None:
    with instant.held(CLUSTER_STATUS) as gate:
        run = netbox.request_sync(instant_endpoint)
        wait_for(lambda: netbox.run(run.id).has_done('fetch-nodes'))
        assert gate.reached.wait(30)
        services.broker.empty()
    wait_for(lambda: netbox.run(run.id).has_done('fetch-cluster'))
    asked = len(instant.lines)
    services.backdate(run.id)
    services.sweep()
    assert netbox.ended(run.id).outcome == ('succeeded', '')
    assert len(instant.lines) == asked
    assert netbox.sync(instant_endpoint).outcome == ('succeeded', '')


def test_without_a_broker_the_person_who_asks_is_told_at_once(
    netbox: NetBox, services: Services, instant_endpoint: int
) -> None:
    services.broker.stop()
    run = refused_run(netbox, instant_endpoint)
    services.broker.start()
    assert netbox.run(run.id) == run
    assert netbox.sync(instant_endpoint).outcome == ('succeeded', '')


def test_a_broker_that_hangs_does_not_hold_the_person_who_asks(
    netbox: NetBox, services: Services, instant_endpoint: int
) -> None:
    with services.broker.hanging():
        run = refused_run(netbox, instant_endpoint)
    assert netbox.sync(instant_endpoint).outcome == ('succeeded', '')
    assert netbox.run(run.id) == run


def refused_run(netbox: NetBox, endpoint: int) -> Run:
    """The run that the broker did not take. How long it is asked is held by `tests/runs/test_publish_failures.py`."""
    answer = netbox.attempt('POST', f'{PLUGIN}/endpoints/{endpoint}/sync/')
    run = Run.parse(answer.json())
    assert (answer.status_code, run.outcome) == (503, ('failed', 'publish-failed'))
    assert 'The message broker did not take the task' in run.cause
    assert 'Check that Redis' in run.cure
    return run
