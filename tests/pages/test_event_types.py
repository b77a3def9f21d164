"""Each event type by a real fault of an estate: a webhook hears of it, and its notification is in the browser."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page

from devstack.process import Process
from devstack.proxmox_ve.control import Control
from netbox_proxbox.events import names
from netbox_proxbox.events.types import EVENT_TYPES
from tests.integration.endpoints import Endpoints
from tests.integration.netbox import PLUGIN, NetBox
from tests.integration.services import Services
from tests.integration.test_heartbeats import said_of
from tests.integration.waiting import wait_for

from .told import Told

STEADY = """
    UPDATE netbox_proxbox_proxmoxnode SET online_since = online_since - interval '1 hour',
        offline_since = offline_since - interval '1 hour' WHERE endpoint_id = %s
"""
# No other one is late, as that of the scene is when the tests before took minutes and no beat ran.
OVERDUE = """
    UPDATE netbox_proxbox_proxmoxendpoint
    SET overdue_at = now() + interval '1 hour' * CASE id WHEN %s THEN -1 ELSE 1 END WHERE overdue_at IS NOT NULL
"""
SILENT = "UPDATE netbox_proxbox_heartbeat SET seen_at = seen_at - interval '1 hour' WHERE kind = %s"


@pytest.fixture(scope='module')
def told_by_the_module(services: Services) -> Iterator[Told]:
    with Told.of(services) as told:
        yield told


@pytest.fixture
def told(told_by_the_module: Told) -> Iterator[Told]:
    """What is told in this test, which expects all of it."""
    told_by_the_module.forget()
    yield told_by_the_module
    told_by_the_module.expect_no_more()


@pytest.fixture
def lab(netbox: NetBox, endpoints: Endpoints, control: Control) -> int:
    """A cluster of three nodes, read directly and synced once, and nobody was told of that."""
    endpoint = endpoints.add('lab', None)
    assert netbox.sync(endpoint).outcome == ('succeeded', '')
    return endpoint


def execute(services: Services, statement: str, value: object) -> None:
    with services.database() as database:
        database.execute(statement, [value])


def name_of(netbox: NetBox, endpoint: int) -> str:
    return str(netbox.get(f'{PLUGIN}/endpoints/{endpoint}/')['name'])


def test_nodes_go_offline_and_come_back(page: Page, netbox: NetBox, lab: int, control: Control, told: Told) -> None:
    for is_online, event in ((False, names.NODE_OFFLINE), (True, names.NODE_ONLINE)):
        control.set_online('lab', 'pve2', is_online)
        netbox.sync(lab)
        told.expect(page, event, 'pve2')


def test_members_come_and_go(
    page: Page, netbox: NetBox, endpoints: Endpoints, lab: int, control: Control, told: Told
) -> None:
    control.add_node('lab', 'pve4')
    netbox.sync(lab)
    told.expect(page, names.NODE_JOINED, 'pve4')
    control.remove_node('lab', 'pve4')
    netbox.sync(lab)
    told.expect(page, names.NODE_LEFT, 'lab-cluster')
    endpoints.change(lab, when_node_disappears='keep')
    control.remove_node('lab', 'pve3')
    netbox.sync(lab)
    told.expect(page, names.NODE_MISSING, 'pve3')


def test_a_node_flaps_and_is_steady_again(
    page: Page, services: Services, netbox: NetBox, lab: int, control: Control, told: Told
) -> None:
    for event in (*[names.NODE_OFFLINE, names.NODE_ONLINE] * 2, names.NODE_FLAPPING, None):
        control.set_online('lab', 'pve2', 'pve2' not in control.state('lab').online)
        netbox.sync(lab)
        if event is not None:
            told.expect(page, event, 'pve2')
    execute(services, STEADY, lab)
    services.sweep()
    told.expect(page, names.NODE_STEADY, 'pve2')


def test_a_cluster_loses_its_quorum_and_regains_it(
    page: Page, netbox: NetBox, lab: int, control: Control, told: Told
) -> None:
    for is_online, event in ((False, names.QUORUM_LOST), (True, names.QUORUM_REGAINED)):
        for node in ('pve2', 'pve3'):
            control.set_online('lab', node, is_online)
        netbox.sync(lab)
        payload = told.expect(page, event, 'lab-cluster')
        assert payload['after'] == {'quorate': is_online}


def test_a_standalone_host_becomes_a_cluster(
    page: Page, netbox: NetBox, endpoints: Endpoints, control: Control, told: Told
) -> None:
    solo = endpoints.add('solo', None)
    netbox.sync(solo)
    control.form_cluster('solo', 'new')
    netbox.sync(solo)
    told.expect(page, names.MODE_CHANGED, name_of(netbox, solo))


def test_nodes_whose_deletion_is_held(page: Page, netbox: NetBox, lab: int, control: Control, told: Told) -> None:
    for node in ('pve2', 'pve3'):
        control.remove_node('lab', node)
    assert netbox.sync(lab).outcome == ('held', 'deletions-held')
    told.expect(page, names.DELETION_HELD, name_of(netbox, lab))


def test_a_reading_that_is_held(page: Page, netbox: NetBox, lab: int, control: Control, told: Told) -> None:
    control.leave_cluster('lab', 'pve1')
    assert netbox.sync(lab).outcome == ('held', 'turned-standalone')
    told.expect(page, names.READING_HELD, name_of(netbox, lab))


def test_syncs_fail_and_work_again(
    page: Page, netbox: NetBox, endpoints: Endpoints, backend: int, control: Control, told: Told
) -> None:
    endpoint = endpoints.add('lab', backend)
    netbox.sync(endpoint)
    control.fail('lab', {'/cluster/status': 500})
    for _ in range(3):
        assert netbox.sync(endpoint).status == 'failed'
    payload = told.expect(page, names.SYNC_FAILED, name_of(netbox, endpoint))
    assert payload['cause'] == netbox.runs(endpoint)[0].cause
    control.fail('lab', {})
    netbox.sync(endpoint)
    told.expect(page, names.SYNC_WORKS, name_of(netbox, endpoint))


def test_a_host_is_left_in_peace_and_answers_again(
    page: Page, netbox: NetBox, lab: int, control: Control, told: Told
) -> None:
    control.refuse('lab')
    for _ in range(3):
        assert netbox.sync(lab).status == 'failed'
    told.expect(page, names.BACKS_OFF, name_of(netbox, lab))
    control.refuse('lab', False)
    netbox.sync(lab)
    told.expect(page, names.ANSWERS_AGAIN, name_of(netbox, lab))


@contextmanager
def heard_beat(services: Services, netbox: NetBox, name: str) -> Iterator[Process]:
    """A beat that has told NetBox that it is there."""
    process = services.stack.start_beat(name=name)
    try:
        wait_for(lambda: f':{process.pid} was heard' in said_of('Beat', netbox))
        yield process
    finally:
        services.stack.supervisor.stop(process)


@pytest.fixture
def beat(services: Services, netbox: NetBox) -> Iterator[Process]:
    with heard_beat(services, netbox, 'beat-of-events') as beat:
        yield beat


@pytest.mark.usefixtures('beat')
def test_an_endpoint_is_overdue_and_read_in_time_again(
    page: Page, services: Services, netbox: NetBox, endpoints: Endpoints, lab: int, control: Control, told: Told
) -> None:
    # The look has to come before the sync that hangs is given up, which would explain it.
    endpoints.change(lab, sync_interval={'every': 1, 'period': 'hours'}, timeout=60)
    control.hang('lab')
    run = netbox.request_sync(lab)
    execute(services, OVERDUE, lab)
    told.look()
    told.expect(page, names.ENDPOINT_OVERDUE, name_of(netbox, lab))
    control.hang('lab', False)
    netbox.ended(run.id)
    assert netbox.sync(lab).outcome == ('succeeded', '')
    told.look()
    told.expect(page, names.ENDPOINT_IN_TIME, name_of(netbox, lab))


def test_the_worker_dies_and_is_heard_again(page: Page, services: Services, netbox: NetBox, told: Told) -> None:
    services.kill_worker()
    try:
        execute(services, SILENT, 'worker')
        told.look()
        told.expect(page, names.WORKER_SILENT, 'ProxBox worker')
    finally:
        services.start_worker()
    wait_for(lambda: f'{services.worker.command.name}@' in said_of('Worker', netbox))
    told.look()
    told.expect(page, names.WORKER_HEARD, 'ProxBox worker')


def test_beat_dies_and_is_heard_again(
    page: Page, services: Services, netbox: NetBox, beat: Process, told: Told
) -> None:
    beat.kill()
    execute(services, SILENT, 'beat')
    told.look()
    told.expect(page, names.BEAT_SILENT, 'ProxBox beat')
    with heard_beat(services, netbox, 'beat-again'):
        told.look()
        told.expect(page, names.BEAT_HEARD, 'ProxBox beat')


def test_every_type_was_told(told: Told) -> None:
    assert told.types == {each.name for each in EVENT_TYPES}
