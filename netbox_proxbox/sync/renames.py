"""Which known nodes may be those of a reading under new names. Pure: no Django in here."""

from collections.abc import Mapping

from netbox_proxbox.sources.records import Metrics, NodeTopology, Topology

from .plan import Known, KnownRow

__all__ = ('renames',)


def renames(known: Known, topology: Topology, metrics: Metrics | None = None) -> Mapping[str, str]:
    """Return the new name that each known node may have, by the old one, where nothing is in common; else nothing.

    It may be so where one node is known and one was read, and where addresses or certificates pair each known node with
    one that was read. Who is missing is left out. It is a guess: a person says whether it is so.
    """
    present = [row for row in known.nodes if not row.fields.get('missing_because')]
    if not present or {row.name for row in known.nodes} & {node.name for node in topology.nodes}:
        return {}
    if len(present) == len(topology.nodes) == 1:
        return {present[0].name: topology.nodes[0].name}
    fingerprints = {node.name: node.ssl_fingerprint for node in metrics.nodes} if metrics else {}
    pairs = [
        (row.name, node.name)
        for row in present
        for node in topology.nodes
        if _is_same(row, node, fingerprints.get(node.name))
    ]
    found = dict(pairs)
    is_one_to_one = len(found) == len(pairs) == len(set(found.values())) == len(present)
    return found if is_one_to_one else {}


def _is_same(row: KnownRow, node: NodeTopology, fingerprint: str | None) -> bool:
    has_address = node.ip_address is not None and row.fields.get('ip_address') == node.ip_address
    return has_address or bool(fingerprint and row.fields.get('ssl_fingerprint') == fingerprint)
