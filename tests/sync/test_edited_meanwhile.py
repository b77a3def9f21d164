"""An endpoint is edited between its readings and their writing: nothing that was read of another host is kept."""

from dataclasses import replace
from typing import Any

import pytest

from netbox_proxbox.errors import EndpointEdited
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sources.records import Topology
from tests.builders import a_backend, a_direct_endpoint, an_endpoint, written
from tests.readings import cluster_of, metrics_of, node_named

pytestmark = pytest.mark.django_db


def reading_of(endpoint: ProxmoxEndpoint) -> Topology:
    return replace(cluster_of('pve1', 'pve2'), answered_by='192.0.2.1:8006', read_as=endpoint.trust_digest())


@pytest.mark.parametrize(
    'edit', [{'ip_address': '198.51.100.7'}, {'verify_ssl': False}, {'tls_fingerprint': 'CC:DD'}], ids=str
)
def test_what_was_read_before_an_edit_is_not_written(edit: dict[str, Any]) -> None:
    endpoint = a_direct_endpoint()
    topology = reading_of(endpoint)
    ProxmoxEndpoint.objects.filter(pk=endpoint.pk).update(**edit)
    with pytest.raises(EndpointEdited, match='edited after it had been read'):
        written(endpoint, topology, metrics_of('pve1', 'pve2'))
    assert not ProxmoxNode.objects.exists()
    endpoint.refresh_from_db()
    assert (endpoint.last_address, endpoint.members, endpoint.last_read_at) == ('', [], None)


@pytest.mark.parametrize('edit', ['address', 'backend'])
def test_nor_is_what_was_read_through_a_backend(edit: str) -> None:
    endpoint = an_endpoint()
    topology = reading_of(endpoint)
    edited = {'ip_address': '198.51.100.7'} if edit == 'address' else {'backend': a_backend(name='another')}
    ProxmoxEndpoint.objects.filter(pk=endpoint.pk).update(**edited)
    with pytest.raises(EndpointEdited):
        written(endpoint, topology)
    assert not ProxmoxNode.objects.exists()


def test_a_worker_of_the_release_before_did_not_say_how_it_read_through_a_backend() -> None:
    endpoint = an_endpoint()
    written(endpoint, cluster_of('pve1', 'pve2'))
    assert ProxmoxNode.objects.count() == 2


def test_nor_is_a_direct_reading_of_what_has_a_backend_by_now() -> None:
    endpoint = a_direct_endpoint()
    topology = reading_of(endpoint)
    ProxmoxEndpoint.objects.filter(pk=endpoint.pk).update(backend=a_backend())
    with pytest.raises(EndpointEdited):
        written(endpoint, topology)


def test_nor_is_a_reading_through_a_backend_of_what_is_read_directly_by_now() -> None:
    endpoint = an_endpoint()
    ProxmoxEndpoint.objects.filter(pk=endpoint.pk).update(backend=None)
    with pytest.raises(EndpointEdited):
        written(endpoint, cluster_of('pve1', 'pve2'))


def test_metrics_that_were_read_elsewhere_are_left_out() -> None:
    endpoint = a_direct_endpoint()
    done, _ = written(endpoint, reading_of(endpoint), replace(metrics_of('pve1', 'pve2'), read_as='another'))
    assert not done.has_metrics
    assert 'edited between the two readings' in done.warnings[0]
    assert set(ProxmoxNode.objects.values_list('cpu_usage', 'ssl_fingerprint')) == {(0.0, '')}


def test_a_node_of_which_nobody_knows_the_state_has_no_time_of_it() -> None:
    endpoint = a_direct_endpoint()
    unknown = node_named('pve3', online=None)
    written(endpoint, replace(reading_of(endpoint), quorate=False, nodes_count=1, nodes=(unknown,)))
    node = ProxmoxNode.objects.get()
    assert (node.online, node.online_since, node.offline_since) == (False, None, None)
