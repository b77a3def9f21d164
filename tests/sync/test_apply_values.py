"""Odd names, addresses and metrics are written once, and fit."""

import pytest

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sources.values import ip_address
from tests.builders import an_endpoint, written
from tests.readings import (
    cluster_of,
    measured,
    metrics_of,
    node_named,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return an_endpoint()


@pytest.mark.parametrize(
    'address',
    ['10.0.0.1', '2001:DB8::1', '[fe80::1%eno1]', '::ffff:10.0.0.1', '2001:db8:0:0:1:0:0:1', '::', '10.0.0.1/8'],
)
def test_an_address_is_written_once(endpoint: ProxmoxEndpoint, address: str) -> None:
    topology = cluster_of(node_named('pve1', ip_address=ip_address(address)))
    written(endpoint, topology)

    again, _ = written(endpoint, topology)

    assert again.records == []
    assert ip_address(ProxmoxNode.objects.get().ip_address) == ip_address(address)


@pytest.mark.parametrize('name', ['PVE1.example.net', 'n' * 255, 'größe-ノード', 'a b', '10', "o'hara"])
def test_a_name_is_written_once(endpoint: ProxmoxEndpoint, name: str) -> None:
    written(endpoint, cluster_of(name, 'pve1', name=name), metrics_of(name, 'pve1'))

    again, gone = written(endpoint, cluster_of(name, 'pve1', name=name), metrics_of(name, 'pve1'))

    assert (again.records, gone.records) == ([], [])
    assert ProxmoxNode.objects.filter(name=name).count() == 1


@pytest.mark.parametrize('names', [('pve1', 'PVE1'), ('pve1', 'pve01'), ('ä', 'a\u0308'), ('strasse', 'straße')])
def test_names_that_sort_alike_are_two_nodes(endpoint: ProxmoxEndpoint, names: tuple[str, str]) -> None:
    written(endpoint, cluster_of(*names), metrics_of(*names))

    again, gone = written(endpoint, cluster_of(*names), metrics_of(*names))

    assert (again.records, gone.records) == ([], [])
    assert {node.name for node in ProxmoxNode.objects.all()} == set(names)


def test_the_largest_metrics_fit(endpoint: ProxmoxEndpoint) -> None:
    largest = measured(
        'pve1',
        cpu_usage=1.0,
        max_cpu=2**31 - 1,
        memory_usage=2**63 - 1,
        max_memory=2**63 - 1,
        uptime=2**31 - 1,
        ssl_fingerprint='F' * 255,
    )

    written(endpoint, cluster_of(node_named('pve1', node_id=2**31 - 1), version=2**31 - 1), metrics_of(largest))

    assert ProxmoxNode.objects.get().memory_usage == 2**63 - 1


def test_a_long_support_level_does_not_break_the_sync(endpoint: ProxmoxEndpoint) -> None:
    written(endpoint, cluster_of(node_named('pve1', support_level='x' * 255)))

    again, _ = written(endpoint, cluster_of(node_named('pve1', support_level='x' * 255)))

    assert again.records == []
