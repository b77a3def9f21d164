"""What a soak came to: NetBox held against the simulation, and every promise counted."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from devstack.proxmox_ve.estate_state import EstateState
from tests.guarantees.database import Database
from tests.integration.netbox import NetBox

from .world import World

__all__ = ('Verdict', 'judge')

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
    wrongs['wrong deletions'] = _wrong_deletions(database, world, endpoints)
    statuses = Counter({row['status']: row['number'] for row in database.rows(BY_STATUS)})
    differences = [line for name, pk in endpoints.items() for line in _differences(netbox, pk, world.state(name))]
    return Verdict(statuses, wrongs, differences)


def _wrong_deletions(database: Database, world: World, endpoints: Mapping[str, int]) -> int:
    names = {str(pk): estate for estate, pk in endpoints.items()}
    deleted = [(names[row['endpoint']], row['name']) for row in database.rows(DELETED) if row['endpoint'] in names]
    return sum(node not in world.absent[estate] for estate, node in deleted)


def _differences(netbox: NetBox, endpoint: int, truth: EstateState) -> Iterator[str]:
    rows = netbox.rows(endpoint)
    held = {name: node['online'] for name, node in rows.nodes.items()}
    true = {node.name: node.online for node in truth.nodes}
    if held != true:
        yield f'{truth.name}: NetBox holds {held}, true is {true}'
    if truth.cluster_name is not None and [cluster['name'] for cluster in rows.clusters] != [truth.cluster_name]:
        yield f'{truth.name}: NetBox has another cluster than {truth.cluster_name}'
