"""A host that is read directly backs off by itself, until it answers or a person has edited its endpoint."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from netbox_proxbox.errors import (
    LostMember,
    NoMemberAnswers,
    ProxboxError,
    ProxmoxLoginRefused,
    ProxmoxTimeout,
    ProxmoxUnreachable,
    ReadingIncomplete,
)
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.reading.direct import noted, opened_directly
from netbox_proxbox.reading.read import read
from tests.builders import a_direct_endpoint
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend
from tests.sources.proxmox_ve.captured import captured_reply
from tests.sync.estate import Estate
from tests.sync.ways import DIRECTLY
from tests.sync.whole_runs import whole_run

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize('way', [DIRECTLY], ids=str)]

DOWN = ProxmoxUnreachable('lab', 'pve1:8006')


@pytest.fixture
def unread(db: None, way: object) -> ProxmoxEndpoint:
    return a_direct_endpoint()


def fresh(endpoint: ProxmoxEndpoint) -> ProxmoxEndpoint:
    return ProxmoxEndpoint.objects.get(pk=endpoint.pk)


def fails_with(error: Exception, endpoint: ProxmoxEndpoint) -> ProxmoxEndpoint:
    """The endpoint after one more reading of its topology has failed."""
    with suppress(type(error)), noted(fresh(endpoint)):
        raise error
    return fresh(endpoint)


def backing_off(endpoint: ProxmoxEndpoint) -> ProxmoxEndpoint:
    ProxmoxEndpoint.objects.update(failures=3, paused_until=timezone.now() + timedelta(hours=1), pause_cause='Down.')
    return fresh(endpoint)


def is_well(endpoint: ProxmoxEndpoint) -> bool:
    endpoint = fresh(endpoint)
    return (endpoint.failures, endpoint.paused_until, endpoint.pause_cause) == (0, None, '')


def test_the_third_failure_in_a_row_starts_a_back_off(unread: ProxmoxEndpoint) -> None:
    for expected in (1, 2):
        endpoint = fails_with(DOWN, unread)
        assert (endpoint.failures, endpoint.paused_until) == (expected, None)

    endpoint = fails_with(DOWN, unread)

    assert endpoint.paused_until is not None
    assert timedelta(seconds=20) < endpoint.paused_until - timezone.now() < timedelta(seconds=40)
    assert endpoint.pause_cause == DOWN.cause


@pytest.mark.parametrize(
    'error', [ProxmoxLoginRefused('lab', 'pve1:8006'), NoMemberAnswers('lab', [ProxmoxTimeout('lab', 'pve1:8006')])]
)
def test_whatever_keeps_a_host_from_being_read_counts(unread: ProxmoxEndpoint, error: ProxboxError) -> None:
    assert fails_with(error, unread).failures == 1


@pytest.mark.parametrize('error', [LostMember('lab', '', 'Three.'), ReadingIncomplete('lab', '', 'No node.')])
def test_an_answer_that_cannot_be_used_ends_a_back_off_all_the_same(
    unread: ProxmoxEndpoint, error: ProxboxError
) -> None:
    backing_off(unread)

    fails_with(error, unread)

    assert is_well(unread)


def test_what_is_our_fault_says_nothing_of_the_host(unread: ProxmoxEndpoint) -> None:
    backing_off(unread)

    assert fails_with(ValueError('ours'), unread).failures == 3


def test_failures_at_once_are_both_counted(unread: ProxmoxEndpoint) -> None:
    loaded = fresh(unread)
    for _ in range(2):
        with suppress(ProxmoxUnreachable), noted(loaded):
            raise DOWN

    assert fresh(unread).failures == 2


@pytest.mark.parametrize(
    'edit',
    [{'domain': 'pve2.test'}, {'token_value': 'another'}, {'port': 8007}, {'verify_ssl': False}, {'timeout': 60}],
)
def test_an_edit_of_what_may_have_failed_ends_a_back_off(unread: ProxmoxEndpoint, edit: dict[str, Any]) -> None:
    endpoint = backing_off(unread)
    for name, value in edit.items():
        setattr(endpoint, name, value)

    endpoint.save()

    assert is_well(unread)


def test_a_failure_from_before_an_edit_says_nothing_of_what_was_edited(unread: ProxmoxEndpoint) -> None:
    before = fresh(unread)
    edited = fresh(unread)
    edited.domain = 'pve2.test'
    edited.save()

    with pytest.raises(ProxmoxUnreachable), noted(before):
        raise DOWN

    assert is_well(unread)


def test_a_failed_run_counts_once(lab: ProxmoxEndpoint, estate: Estate) -> None:
    refused = captured_reply('501-no-such-call')
    estate.failing |= dict.fromkeys((estate.topology_path, estate.metrics_path), refused)

    assert whole_run(lab).status == 'failed'

    assert fresh(lab).failures == 1


def test_metrics_that_cannot_be_had_are_no_failure_of_the_host(lab: ProxmoxEndpoint, estate: Estate) -> None:
    estate.lose_metrics()

    assert whole_run(lab).status == 'degraded'
    assert is_well(lab)


def test_a_run_that_is_answered_ends_the_back_off(lab: ProxmoxEndpoint) -> None:
    backing_off(lab)

    assert whole_run(lab).status == 'succeeded'
    assert is_well(lab)


@pytest.mark.parametrize(('failures', 'requests'), [(0, 4), (1, 1)])
def test_a_host_that_failed_last_time_is_asked_once(
    lab: ProxmoxEndpoint,
    server: ScriptedBackend,
    estate: Estate,
    monkeypatch: pytest.MonkeyPatch,
    failures: int,
    requests: int,
) -> None:
    monkeypatch.setattr('time.sleep', lambda seconds: None)
    ProxmoxEndpoint.objects.update(failures=failures)
    estate.failing[estate.topology_path] = captured_reply('cluster-status-595-pvedaemon-down')

    with pytest.raises(ProxboxError), opened_directly(fresh(lab)) as source:
        source.topology()

    assert len(server.lines) == requests


def test_a_sync_in_the_foreground_counts_too(lab: ProxmoxEndpoint, estate: Estate) -> None:
    estate.failing[estate.topology_path] = captured_reply('501-no-such-call')

    with pytest.raises(ProxboxError):
        read(fresh(lab), timezone.now())

    assert fresh(lab).failures == 1
