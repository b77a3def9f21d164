"""What members answer that stand for something else than their cluster, and the two ways to sync then."""

from contextlib import suppress

from netbox_proxbox.errors import ProxboxError
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.sources.records import Topology
from tests.readings import cluster_of, metrics_of, node_named, numbered, standalone_host
from tests.sources.proxbox_api.scripted_backend import Reply
from tests.sync.estate import Estate
from tests.sync.whole_runs import synced

LAB = cluster_of(*numbered(3))
ALONE = standalone_host(node_named('pve1', node_id=0, ip_address='10.10.0.2', local=True))
ELSEWHERE = cluster_of('ams1', 'ams2', name='ams', version=9)
NO_SUCH_ROUTE = Reply(status=404, body={'detail': 'Not Found'})
FAILS = Reply(status=400, body={'message': 'Generated Proxmox proxy request failed.', 'detail': 'Operation ID: x'})


def in_the_foreground(endpoint: ProxmoxEndpoint) -> SyncRun:
    """A sync in this process, and the run that it has recorded."""
    with suppress(ProxboxError):
        synced(endpoint)
    return endpoint.sync_runs.latest('pk')


def answers(estate: Estate, topology: Topology, *configured: str) -> None:
    """Let the estate answer with this, and with the metrics of its nodes."""
    estate.topology, estate.configured = topology, configured
    estate.metrics = metrics_of(*(node.name for node in topology.nodes))


def keys() -> dict[str, int]:
    """The keys of all nodes, by name."""
    return dict(ProxmoxNode.objects.values_list('name', 'pk'))
