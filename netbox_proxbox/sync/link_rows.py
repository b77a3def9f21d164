"""Adds links to a plan: to NetBox's objects as the endpoint's rules find them, and to those that it has created."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from netbox_proxbox.sources.records import Topology

from .create_missing import Creator
from .judge_links import judge_links
from .link_kinds import CLUSTERS, NODES
from .plan import Change, Plan
from .rows import Rows
from .unlinked import Unlinked

__all__ = ('with_links',)

type Fields = Mapping[str, Any]


def with_links(plan: Plan, rows: Rows, topology: Topology, creator: Creator) -> Plan:
    """Return a plan that also links what is beyond doubt, and what is created for it. Links that are there stay.

    Asks nothing while each row has a link, or a person has decided that it gets none.
    """
    clusters, nodes = _unlinked_clusters(plan, rows, topology), _unlinked_nodes(plan, rows, topology)
    of_cluster = judge_links(CLUSTERS, rows.endpoint, clusters, creator).get(topology.name, {})
    if nodes and rows.endpoint.create_in_cluster:
        creator.cluster = of_cluster.get('netbox_cluster') or (rows.cluster and rows.cluster.netbox_cluster)
    of_nodes = judge_links(NODES, rows.endpoint, nodes, creator)
    return replace(plan, cluster=_cluster_change(plan, rows, of_cluster), nodes=_node_changes(plan, rows, of_nodes))


def _unlinked_clusters(plan: Plan, rows: Rows, topology: Topology) -> list[Unlinked]:
    planned = plan.cluster.fields if plan.cluster else {}
    found = [Unlinked(topology.name, rows.cluster, planned)] if topology.mode == 'cluster' else []
    return [cluster for cluster in found if cluster.may_be_linked]


def _unlinked_nodes(plan: Plan, rows: Rows, topology: Topology) -> list[Unlinked]:
    planned = {change.name: change.fields for change in plan.nodes}
    names = sorted(node.name for node in topology.nodes)
    nodes = (Unlinked(name, rows.nodes.get(name), planned.get(name, {})) for name in names)
    return [node for node in nodes if node.may_be_linked]


def _cluster_change(plan: Plan, rows: Rows, links: Fields) -> Change | None:
    return _linked(plan.cluster, rows.cluster, links) if links else plan.cluster


def _node_changes(plan: Plan, rows: Rows, links: Mapping[str, Fields]) -> tuple[Change, ...]:
    changes = {change.name: change for change in plan.nodes}
    changes |= {name: _linked(changes.get(name), rows.nodes.get(name), fields) for name, fields in links.items()}
    return tuple(changes[name] for name in sorted(changes))


def _linked(change: Change | None, row: Any, links: Fields) -> Change:
    """Return what is planned for a row with its link. A row that is new is planned already."""
    change = change or Change(pk=row.pk, name=row.name, fields={})
    return replace(change, fields={**change.fields, **links})
