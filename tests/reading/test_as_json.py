"""A reading that waits on the run's row comes back as it was."""

import json
from pathlib import Path

from hypothesis import given

from netbox_proxbox.reading.as_json import metrics_from_json, to_json, topology_from_json
from netbox_proxbox.sources.records import Metrics, Topology
from tests.readings import cluster_of, metrics_of
from tests.sync.reading_strategies import metrics, topologies

# As a worker of 0.1.0 writes them. A field that a record gets later needs a default, or runs under way fail.
READINGS_OF_0_1_0 = Path(__file__).with_name('readings_of_0_1_0.json')


@given(topologies())
def test_a_topology_survives_json(topology: Topology) -> None:
    assert topology_from_json(json.loads(json.dumps(to_json(topology)))) == topology


@given(metrics())
def test_metrics_survive_json(metrics: Metrics | None) -> None:
    if metrics is not None:
        assert metrics_from_json(json.loads(json.dumps(to_json(metrics)))) == metrics


def test_warnings_survive_json() -> None:
    metrics = metrics_of('pve1', warnings=('First.', 'Second.'))

    assert metrics_from_json(json.loads(json.dumps(to_json(metrics)))) == metrics


def test_readings_of_the_first_release_are_understood() -> None:
    kept = json.loads(READINGS_OF_0_1_0.read_text())
    topology, metrics = topology_from_json(kept['fetch-cluster']), metrics_from_json(kept['fetch-nodes'])
    assert [(node.name, node.ip_address, node.online) for node in topology.nodes] == [
        ('pve1', '192.0.2.1', True),
        ('pve2', None, False),
    ]
    assert metrics is not None
    assert [node.max_cpu for node in metrics.nodes] == [8, None]


def test_fields_of_a_newer_release_are_left_out() -> None:
    topology, metrics = cluster_of('pve1'), metrics_of('pve1')
    newer = {**to_json(topology), 'of_the_future': 1, 'nodes': [{**to_json(topology.nodes[0]), 'of_the_future': 1}]}
    assert topology_from_json(newer) == topology
    newer = {**to_json(metrics), 'of_the_future': 1, 'nodes': [{**to_json(metrics.nodes[0]), 'of_the_future': 1}]}
    assert metrics_from_json(newer) == metrics
