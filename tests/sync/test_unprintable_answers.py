"""Words of a backend that no row can hold: the run still ends with its cause, and a refused key still pauses."""

import pytest

from netbox_proxbox.models import ProxmoxEndpoint
from tests.builders import backend_of
from tests.sources.proxbox_api.scripted_backend import Reply
from tests.sync.estate import CLUSTER_STATUS, NODE_LISTING, RECORDS, RESOURCES, Estate
from tests.sync.whole_runs import whole_run

pytestmark = pytest.mark.django_db

ODD = pytest.mark.parametrize('odd', ['\x00', '\ud800'], ids=['NUL', 'half a surrogate pair'])


@ODD
def test_a_refused_key_pauses_the_backend_whatever_the_words(odd: str, lab: ProxmoxEndpoint, estate: Estate) -> None:
    estate.failing[RECORDS] = Reply(401, {'detail': f'Not{odd}this key'})

    run = whole_run(lab)

    assert (run.status, run.error_code) == ('failed', 'backend-key-refused')
    assert 'It says: "Not this key".' in run.cause
    backend_of(lab).refresh_from_db()
    assert backend_of(lab).is_paused
    assert 'It says: "Not this key".' in backend_of(lab).pause_cause


@ODD
def test_a_failed_reading_tells_its_cause(odd: str, lab: ProxmoxEndpoint, estate: Estate) -> None:
    estate.failing[CLUSTER_STATUS] = Reply(400, {'message': f'Out of{odd}order', 'detail': odd})

    run = whole_run(lab)

    assert (run.status, run.error_code) == ('failed', 'endpoint-error')
    assert 'It says: "Out of order".' in run.cause


@ODD
def test_metrics_that_fail_leave_the_run_degraded_with_the_cause(
    odd: str, lab: ProxmoxEndpoint, estate: Estate
) -> None:
    estate.lose_metrics()
    estate.failing |= dict.fromkeys((NODE_LISTING, RESOURCES), Reply(500, {'detail': f'Not{odd}now'}))

    run = whole_run(lab)

    assert (run.status, run.error_code) == ('degraded', 'backend-answer-invalid')
    assert 'It says: "Not now".' in run.cause
