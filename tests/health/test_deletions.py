"""Deletions that wait for a decision."""

import pytest

from netbox_proxbox import health
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.tests import estate
from tests.builders import a_run

pytestmark = pytest.mark.django_db


def test_none_waits() -> None:
    estate.make_nodes()
    ProxmoxNode.objects.update(missing_because='rule')

    (finding,) = health.deletions()

    assert (finding.level, finding.summary) == ('ok', 'None waits for a decision.')


def test_those_that_wait_are_counted_and_not_named() -> None:
    nodes = estate.make_nodes()
    ProxmoxNode.objects.filter(pk__in=[nodes[0].pk, nodes[1].pk]).update(missing_because='limit')

    (finding,) = health.deletions()

    assert finding.level == 'warning'
    assert finding.summary == 'The deletions of 2 missing nodes of 2 endpoints wait for a decision.'


def test_those_of_disabled_endpoints_wait_for_nobody() -> None:
    estate.make_nodes()
    ProxmoxNode.objects.update(missing_because='limit')
    ProxmoxEndpoint.objects.update(enabled=False)

    (finding,) = health.deletions()

    assert (finding.level, finding.summary) == ('ok', 'None waits for a decision.')


def test_readings_that_wait_are_counted_too() -> None:
    first, second, *_ = estate.make_endpoints()
    ProxmoxEndpoint.objects.filter(pk__in=[first.pk, second.pk]).update(held_because='turned-standalone')
    ProxmoxEndpoint.objects.filter(pk=second.pk).update(enabled=False)

    (finding,) = health.deletions()

    assert finding.level == 'warning'
    assert finding.summary == 'The last reading of 1 endpoint is not believed, and waits for a decision.'


def test_a_sync_that_was_held_is_no_failure_and_no_success() -> None:
    a_run(estate.make_endpoints(1)[0], 'held')

    (finding,) = health.last_syncs()

    assert (finding.level, finding.summary) == ('ok', '1 endpoint has been synced, and was read at its last sync.')
