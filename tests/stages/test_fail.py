"""A chord that broke ends its run, unless a stage has told why."""

import pytest

from netbox_proxbox import stages
from netbox_proxbox.models import ProxmoxEndpoint
from tests.builders import a_run
from tests.sync.ways import on_both_sources
from tests.sync.whole_runs import started

pytestmark = pytest.mark.django_db


@on_both_sources
def test_a_broken_chord_ends_the_run_as_lost(lab: ProxmoxEndpoint) -> None:
    run = started(lab)
    stages.fetch_cluster.execute(run.pk)

    assert stages.fail.execute(run.pk) == 'run ended as lost'
    assert stages.fail.execute(run.pk) == 'the run had ended'

    run.refresh_from_db()
    assert (run.status, run.error_code) == ('lost', 'run-lost')
    assert 'its last committed stage: fetch-cluster.' in run.cause


@pytest.mark.parametrize('status', ['succeeded', 'failed', 'lost'])
def test_a_cause_that_was_told_stays(lab: ProxmoxEndpoint, status: str) -> None:
    run = a_run(lab, status, cause='Told before.')

    assert stages.fail.execute(run.pk) == 'the run had ended'
    run.refresh_from_db()
    assert (run.status, run.cause) == (status, 'Told before.')
