"""How each backend is, as the worker noted it."""

from datetime import timedelta
from typing import Any

import pytest

from netbox_proxbox import health
from netbox_proxbox.database import clock
from netbox_proxbox.health.findings import Finding
from netbox_proxbox.models import ProxboxBackend
from tests.builders import a_backend, an_endpoint

pytestmark = pytest.mark.django_db


def finding_of(**notes: Any) -> Finding:
    """Return what is found of a backend with one endpoint and these notes."""
    an_endpoint()
    ProxboxBackend.objects.update(**notes)
    (finding,) = health.backends()
    return finding


def test_there_is_none() -> None:
    assert health.backends() == []


def test_it_is_well() -> None:
    finding = finding_of(version='0.0.30')

    assert (finding.level, finding.summary) == ('ok', 'proxbox-api 0.0.30 reads 1 endpoint.')


def test_it_is_well_and_has_nothing_to_read() -> None:
    a_backend()

    (finding,) = health.backends()

    assert (finding.level, finding.summary) == ('ok', 'proxbox-api reads no endpoint yet.')


def test_it_is_paused() -> None:
    finding = finding_of(is_paused=True, pause_cause='The key was refused.')

    assert finding.level == 'error'
    assert 'The key was refused.' in finding.summary
    assert 'save it' in finding.cure


def test_it_backs_off() -> None:
    until = clock.database_now() + timedelta(minutes=2)

    finding = finding_of(paused_until=until, failures=4, pause_cause='Nobody answers.')

    assert finding.level == 'warning'
    assert '4 failures in a row: Nobody answers.' in finding.summary
    assert '1m' in finding.summary or '2m' in finding.summary


def test_it_failed_but_does_not_rest() -> None:
    past = clock.database_now() - timedelta(minutes=2)

    finding = finding_of(paused_until=past, failures=4)

    assert (finding.level, finding.summary) == ('warning', 'Its last 4 requests failed.')


def test_it_is_disabled_though_endpoints_need_it() -> None:
    assert finding_of(enabled=False).level == 'warning'


def test_it_is_disabled_and_nobody_needs_it() -> None:
    a_backend(enabled=False)

    (finding,) = health.backends()

    assert finding.level == 'ok'
