"""Which queued runs of hosts that are read directly become running ones: none holds up another."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs.take import take
from netbox_proxbox.runs.waiting import WAITS_FOR_BACK_OFF
from tests.builders import a_backend, a_direct_endpoint, a_run, an_endpoint

pytestmark = pytest.mark.django_db

SOON = timedelta(minutes=5)


def runs_of(count: int, status: str = 'queued', *, name: str = 'host', **fields: Any) -> list[SyncRun]:
    """Save runs of as many hosts, oldest first; `fields` are notes on their endpoints, but for the trigger."""
    trigger = fields.pop('trigger', 'schedule')
    endpoints = [a_direct_endpoint(name=f'{name} {i}', ip_address=None, domain=f'{name}{i}.test') for i in range(count)]
    ProxmoxEndpoint.objects.filter(pk__in=[endpoint.pk for endpoint in endpoints]).update(**{'failures': 0, **fields})
    return [a_run(endpoint, status, trigger=trigger) for endpoint in endpoints]


def test_what_is_taken_comes_with_its_endpoint_and_without_a_backend(django_assert_num_queries: Any) -> None:
    runs_of(1)
    (taken,) = take()

    with django_assert_num_queries(0):
        assert taken.endpoint.backend is None
        assert taken.endpoint.is_direct


@pytest.mark.parametrize(
    ('first', 'second', 'is_one_host'),
    [
        ({'domain': 'PVE.test'}, {'domain': 'pve.TEST'}, True),
        ({'ip_address': '192.0.2.7'}, {'domain': '192.0.2.7'}, True),
        ({'ip_address': '2001:db8::7'}, {'ip_address': '2001:0db8:0:0::7'}, True),
        ({'domain': 'pve.test'}, {'domain': 'pve.test', 'ip_address': '192.0.2.7'}, True),
        ({'domain': 'pve.test'}, {'domain': 'pve.test', 'port': 8007}, False),
        ({'ip_address': '192.0.2.7'}, {'ip_address': '192.0.2.8'}, False),
    ],
)
@pytest.mark.parametrize('status', ['queued', 'running'])
def test_one_host_has_one_run_at_a_time(
    first: dict[str, Any], second: dict[str, Any], is_one_host: bool, status: str
) -> None:
    older = a_run(a_direct_endpoint(**{'name': 'first', 'ip_address': None, **first}), status)
    newer = a_run(a_direct_endpoint(**{'name': 'second', 'ip_address': None, **second}))

    taken = take()

    assert (newer in taken) is not is_one_host
    assert (older in taken) is (status == 'queued')
    SyncRun.objects.filter(pk=older.pk).update(status='succeeded')
    assert (newer in (*taken, *take())) is True


def test_no_host_is_taken_for_a_backend() -> None:
    backend = a_backend(max_concurrent=1)
    a_run(an_endpoint(backend, name='through'), 'running')
    named_alike = a_run(a_direct_endpoint(name='direct', ip_address=None, domain='backend', port=backend.pk))

    assert take() == [named_alike]


def test_hosts_and_backends_share_the_room_over_all(configure: Callable[..., None]) -> None:
    configure(max_in_flight=3)
    runs_of(1, 'running')
    through = a_run(an_endpoint(name='through'))
    direct = runs_of(2, name='other')

    assert take() == [through, direct[0]]


@pytest.mark.parametrize(('room', 'share'), [(16, 2), (40, 5), (3, 1)])
def test_hosts_that_failed_last_time_fill_an_eighth_of_the_room(
    configure: Callable[..., None], room: int, share: int
) -> None:
    configure(max_in_flight=room)
    failing = runs_of(share + 2, name='silent', failures=1)
    well = runs_of(2)

    first = take()
    assert first == [*failing[:share], *well][:room]
    SyncRun.objects.filter(pk=failing[0].pk).update(status='failed')
    assert [run for run in take() if run not in well] == [failing[share]]


def test_what_waits_for_its_own_host_fills_no_place_of_that_share(configure: Callable[..., None]) -> None:
    configure(max_in_flight=16)
    alike = [a_direct_endpoint(name=name, ip_address='192.0.2.9') for name in ('first', 'second')]
    ProxmoxEndpoint.objects.update(failures=1)
    first, _second = (a_run(endpoint, trigger='schedule') for endpoint in alike)
    another = runs_of(1, name='silent', failures=1)

    assert take() == [first, *another]


def test_those_that_run_already_count(configure: Callable[..., None]) -> None:
    configure(max_in_flight=16)
    runs_of(2, 'running', name='silent', failures=3)
    runs_of(1, name='waiting', failures=1)

    assert take() == []


def test_a_person_is_not_held_back_by_that_share(configure: Callable[..., None]) -> None:
    configure(max_in_flight=8)
    runs_of(1, 'running', name='silent', failures=3)
    runs_of(1, name='waiting', failures=1)
    of_people = runs_of(3, name='asked', failures=9, trigger='manual')

    assert take() == of_people


def test_nor_by_a_run_of_that_share_at_the_same_host(configure: Callable[..., None]) -> None:
    configure(max_in_flight=8)
    runs_of(1, 'running', name='silent', failures=3)
    waiting = a_direct_endpoint(name='scheduled', ip_address='192.0.2.9')
    ProxmoxEndpoint.objects.filter(pk=waiting.pk).update(failures=1)
    a_run(waiting, trigger='schedule')
    asked = a_run(a_direct_endpoint(name='asked', ip_address='192.0.2.9'))

    assert take() == [asked]


def test_a_backend_that_failed_has_no_such_share(configure: Callable[..., None]) -> None:
    configure(max_in_flight=8)
    backend = a_backend(max_concurrent=4, failures=2)
    runs = [a_run(an_endpoint(backend, name=f'e{i}', failures=2), trigger='schedule') for i in range(3)]

    assert take() == runs


@pytest.mark.parametrize('left', [SOON, -SOON])
def test_runs_of_a_schedule_wait_while_their_host_backs_off(left: timedelta) -> None:
    backs_off = left > timedelta(0)
    scheduled = runs_of(1, name='silent', failures=3, paused_until=Now() + left)
    of_a_person = runs_of(1, name='asked', failures=3, paused_until=Now() + left, trigger='manual')

    assert list(SyncRun.objects.filter(WAITS_FOR_BACK_OFF)) == (scheduled if backs_off else [])
    assert take() == (of_a_person if backs_off else [*scheduled, *of_a_person])


def test_a_back_off_from_the_time_without_a_backend_holds_nobody_up() -> None:
    run = a_run(an_endpoint(failures=3), trigger='schedule')
    ProxmoxEndpoint.objects.update(paused_until=Now() + SOON)

    assert not SyncRun.objects.filter(WAITS_FOR_BACK_OFF).exists()
    assert take() == [run]
