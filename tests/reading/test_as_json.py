"""A reading that waits on the run's row comes back as it was."""

import json

from hypothesis import given

from netbox_proxbox.reading.as_json import metrics_from_json, to_json, topology_from_json
from netbox_proxbox.sources.records import Metrics, Topology
from tests.readings import metrics_of
from tests.sync.reading_strategies import metrics, topologies


@given(topologies())
def test_a_topology_survives_json(topology: Topology) -> None:
    assert topology_from_json(json.loads(json.dumps(to_json(topology)))) == topology


@given(metrics())
def test_figures_survive_json(figures: Metrics | None) -> None:
    if figures is not None:
        assert metrics_from_json(json.loads(json.dumps(to_json(figures)))) == figures


def test_warnings_survive_json() -> None:
    figures = metrics_of('pve1', warnings=('First.', 'Second.'))

    assert metrics_from_json(json.loads(json.dumps(to_json(figures)))) == figures
