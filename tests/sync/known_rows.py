"""NetBox's rows as the plan sees them, and what they are after a plan was carried out. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from netbox_proxbox.sources.records import Topology
from netbox_proxbox.sync.plan import Change, Known, KnownRow, Plan

__all__ = ('NOTHING', 'after', 'known_names', 'without')

NOTHING = Known(mode='undefined', cluster=None, nodes=())
NEW_NODE = {
    'node_id': 0,
    'ip_address': None,
    'online': False,
    'local': False,
    'ssl_fingerprint': '',
    'support_level': '',
    'in_cluster': False,
}
NEW_CLUSTER = {'version': None}


def after(plan: Plan, known: Known) -> Known:
    """What NetBox holds once the plan is applied; new rows get the next keys."""
    rows = {row.name: row for row in known.nodes}
    free = max((row.pk for row in known.nodes), default=99) + 1
    for pk, change in enumerate(plan.nodes, start=free):
        rows[change.name] = _applied(change, rows.get(change.name), NEW_NODE, pk=pk)
    cluster = known.cluster
    if plan.cluster is not None:
        cluster = _applied(plan.cluster, known.cluster, NEW_CLUSTER, pk=1)
    return Known(mode=plan.mode or known.mode, cluster=cluster, nodes=tuple(rows.values()))


def without(absent: Sequence[int], known: Known) -> Known:
    """What NetBox holds once absent rows are deleted."""
    nodes = tuple(row for row in known.nodes if row.pk not in absent)
    return Known(mode=known.mode, cluster=known.cluster, nodes=nodes)


def known_names(known: Known, topology: Topology) -> set[str]:
    """The names of rows that the reading has too."""
    return {row.name for row in known.nodes} & {node.name for node in topology.nodes}


def _applied(change: Change, row: KnownRow | None, new: Mapping[str, Any], pk: int) -> KnownRow:
    before = new if row is None else row.fields
    name = change.fields.get('name', change.name if row is None else row.name)
    return KnownRow(pk=pk if row is None else row.pk, name=name, fields={**before, **change.fields})
