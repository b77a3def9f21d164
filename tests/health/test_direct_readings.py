"""How the endpoints are that are read directly."""

from datetime import timedelta

import pytest

from netbox_proxbox import health
from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxEndpoint
from tests.builders import a_direct_endpoint, a_run, an_endpoint

pytestmark = pytest.mark.django_db


def test_there_is_none() -> None:
    an_endpoint()

    assert health.direct_readings() == []


def test_all_are_well() -> None:
    for name in ('lab', 'edge', 'disabled'):
        a_direct_endpoint(name=name, enabled=name != 'disabled')

    (finding,) = health.direct_readings()

    assert (finding.level, finding.summary) == ('ok', '2 endpoints are read directly.')


def test_some_back_off_and_none_is_named() -> None:
    for name in ('lab', 'edge'):
        a_direct_endpoint(name=name)
    until = clock.database_now() + timedelta(minutes=1)
    ProxmoxEndpoint.objects.filter(name='lab').update(paused_until=until, failures=3, pause_cause='Nobody answers.')

    (finding,) = health.direct_readings()

    assert finding.level == 'warning'
    assert finding.summary == '1 of 2 endpoints that are read directly backs off after failures in a row.'


def test_their_last_syncs_count_as_those_of_others() -> None:
    a_run(a_direct_endpoint(), 'failed')

    (finding,) = health.last_syncs()

    assert (finding.level, finding.summary) == ('error', 'The last sync of 1 of 1 endpoints failed.')
