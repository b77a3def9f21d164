"""What a soak came to: NetBox held against the simulation, and every promise counted."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from devstack.proxmox_ve.estate_state import EstateState, NodeState
from tests.guarantees.database import Database
from tests.integration.netbox import NetBox
from tests.integration.waiting import wait_for

from .world import World

__all__ = ('Verdict', 'judge')

OF_CLUSTERS = ('name', 'quorate', 'nodes_count')

BY_STATUS = 'SELECT status, count(*) AS number FROM netbox_proxbox_syncrun GROUP BY status ORDER BY status'
WITHOUT_END = """
    SELECT count(*) AS number FROM netbox_proxbox_syncrun WHERE ended_at IS NULL OR status IN ('queued', 'running')
"""
WITHOUT_CAUSE = """
    SELECT count(*) AS number FROM netbox_proxbox_syncrun
    WHERE status IN ('lost', 'failed') AND (cause = '' OR cure = '')
"""
OVERLAPPING = """
    SELECT count(*) AS number FROM netbox_proxbox_syncrun a JOIN netbox_proxbox_syncrun b
        ON a.endpoint_id = b.endpoint_id AND a.id < b.id AND b.requested_at < a.ended_at
    WHERE a.status <> 'skipped' AND b.status <> 'skipped'
"""
DELETED = """
    SELECT prechange_data ->> 'endpoint' AS endpoint, object_repr AS name FROM core_objectchange
    WHERE action = 'delete' AND prechange_data ? 'node_id'
"""
REPEATED = """
    SELECT count(*) AS number FROM (
        SELECT 1 FROM core_objectchange WHERE request_id IN (SELECT request_id FROM netbox_proxbox_syncrun)
        GROUP BY request_id, action, changed_object_type_id, changed_object_id HAVING count(*) > 1
    ) AS again
"""


@dataclass(frozen=True)
class Verdict:
    """The counts of what must not be, and of what was."""

    statuses: Mapping[str, int]
    wrongs: Mapping[str, int]
    differences: list[str]

    @property
    def is_good(self) -> bool:
        return not any(self.wrongs.values()) and not self.differences


def judge(database: Database, netbox: NetBox, world: World, endpoints: Mapping[str, int]) -> Verdict:
    """Look at everything once all faults have stopped and each endpoint was synced again."""
    queries = {
        'runs without an end': WITHOUT_END,
        'failed or lost runs without a cause': WITHOUT_CAUSE,
        'runs of one endpoint at the same time': OVERLAPPING,
        'changes logged twice': REPEATED,
    }
    wrongs = {name: database.number(query) for name, query in queries.items()}
    wrongs['locks that stay'] = _locks_that_stay(database)
    wrongs['wrong deletions'] = _wrong_deletions(database, world, endpoints)
    statuses = Counter({row['status']: row['number'] for row in database.rows(BY_STATUS)})
    differences = [line for name, pk in endpoints.items() for line in _differences(netbox, pk, world.state(name))]
    return Verdict(statuses, wrongs, differences)


def _locks_that_stay(database: Database) -> int:
    """A tick of beat or a heartbeat holds some for a moment."""
    with suppress(TimeoutError):
        wait_for(lambda: database.held_locks() == 0, within=10, every=0.05)
    return database.held_locks()


def _wrong_deletions(database: Database, world: World, endpoints: Mapping[str, int]) -> int:
    names = {str(pk): estate for estate, pk in endpoints.items()}
    deleted = [(names[row['endpoint']], row['name']) for row in database.rows(DELETED) if row['endpoint'] in names]
    return sum(node not in world.absent[estate] for estate, node in deleted)


def _differences(netbox: NetBox, endpoint: int, truth: EstateState) -> Iterator[str]:
    rows = netbox.rows(endpoint)
    held_nodes, true_nodes = {name: _held(node) for name, node in rows.nodes.items()}, _true_nodes(truth)
    for name in sorted(held_nodes.keys() | true_nodes.keys()):
        if held_nodes.get(name) != true_nodes.get(name):
            yield f'{truth.name}/{name}: NetBox holds {held_nodes.get(name)}, true is {true_nodes.get(name)}'
    held = [tuple(cluster[field] for field in OF_CLUSTERS) for cluster in rows.clusters]
    true = [(truth.cluster_name, truth.quorate, len(truth.nodes))] if truth.cluster_name is not None else []
    if held != true:
        yield f'{truth.name}: NetBox holds the clusters {held}, true is {true}'


def _held(node: Mapping[str, Any]) -> tuple[Any, ...]:
    metrics = (node['memory_usage'], node['max_memory'], node['uptime'])
    return (node['online'], node['ip_address'], *(metrics if node['online'] else ()))


def _true_nodes(truth: EstateState) -> dict[str, tuple[Any, ...]]:
    return {node.name: _true(node) for node in truth.nodes}


def _true(node: NodeState) -> tuple[Any, ...]:
    """Of a node that is down there are no metrics."""
    metrics = (node.memory_used, node.memory, node.uptime)
    return (node.online, node.ip_address or None, *(metrics if node.online else ()))
