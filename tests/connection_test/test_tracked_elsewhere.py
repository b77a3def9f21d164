"""A test says beforehand that another endpoint tracks the cluster, for no sync would be written."""

from collections.abc import Iterator

import pytest

from netbox_proxbox.connection_test import check_endpoint, check_unsaved_endpoint
from netbox_proxbox.models import ProxmoxEndpoint
from tests.connection_test.outcomes import STATUS, finding_of
from tests.readings import measured, metrics_of
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend
from tests.sync.estate import Estate
from tests.sync.ways import BOTH, Way
from tests.sync.whole_runs import whole_run

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize('way', BOTH, ids=str)]

ROOT_CA = ':'.join(['CA'] * 32)


@pytest.fixture
def second(lab: ProxmoxEndpoint, estate: Estate, way: Way) -> Iterator[ScriptedBackend]:
    """The same cluster at another address, with certificates that were renewed after the first endpoint was synced."""
    estate.root_ca = ROOT_CA
    assert whole_run(lab).status == 'succeeded'
    renewed = (measured(f'pve{n}', ssl_fingerprint=f'new {n}') for n in (1, 2, 3))
    again = way.estate(estate.topology, metrics_of(*renewed))
    again.root_ca = ROOT_CA
    with way.serving(again) as server:
        yield server


def test_a_stored_endpoint_is_told(second: ScriptedBackend, way: Way) -> None:
    found = finding_of(STATUS, check_endpoint(way.endpoint(second, name='second')))
    assert found.level == 'error'
    assert found.summary == (
        'Endpoint "second" leads to the cluster "lab-cluster", which endpoint "lab" tracks already.'
    )
    assert 'further address of "lab"' in found.cure


def test_a_form_is_told(second: ScriptedBackend, way: Way) -> None:
    unsaved = way.endpoint(second, name='second')
    unsaved.delete()
    assert finding_of(STATUS, check_unsaved_endpoint(unsaved)).level == 'error'
    assert not ProxmoxEndpoint.objects.filter(name='second').exists()


def test_the_one_that_tracks_it_goes_on(second: ScriptedBackend, lab: ProxmoxEndpoint) -> None:
    assert finding_of(STATUS, check_endpoint(ProxmoxEndpoint.objects.get())).level == 'ok'
