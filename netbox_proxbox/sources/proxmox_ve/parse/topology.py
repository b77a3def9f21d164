"""The answer of `GET /cluster/status`: the cluster, if there is one, and its members, in random order."""

from dataclasses import dataclass

from netbox_proxbox.errors import ReadingIncomplete
from netbox_proxbox.sources.membership import check_members
from netbox_proxbox.sources.node_rows import IncompleteRows
from netbox_proxbox.sources.records import NodeTopology, Topology
from netbox_proxbox.sources.values import JsonObject, flag, ip_address, text, whole

__all__ = ('parse_topology',)


def parse_topology(found: object, endpoint: str) -> Topology:
    """A complete topology: what is missing from it is missing from Proxmox VE. Raises ReadingIncomplete.

    Without quorum nobody's state is believed but that of the member that answers: a corosync that stopped leaves the
    states as they were, and one side of a split calls the other offline.
    """
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise ReadingIncomplete(endpoint, '', 'It did not answer with a list of the members.')
    return _StatusReading(endpoint).read(found)


@dataclass(frozen=True, slots=True)
class _StatusReading:
    endpoint: str

    def read(self, rows: list[JsonObject]) -> Topology:
        clusters = [row for row in rows if row.get('type') == 'cluster']
        members = [row for row in rows if row.get('type') == 'node']
        cluster = clusters[0] if clusters else None
        quorate = cluster is None or bool(self._flag(cluster, 'quorate'))
        nodes = tuple(self._node(member, quorate=quorate) for member in members)
        counted = whole(cluster.get('nodes')) if cluster else None
        self._check(nodes, clusters, counted)
        return Topology(
            mode='standalone' if cluster is None else 'cluster',
            name=nodes[0].name if cluster is None else self._name(cluster, 'cluster'),
            cluster_id='' if cluster is None else text(cluster.get('id')) or '',
            nodes_count=counted or len(nodes),
            quorate=quorate,
            version=whole(cluster.get('version')) if cluster else None,
            nodes=nodes,
        )

    def _node(self, member: JsonObject, *, quorate: bool) -> NodeTopology:
        local = bool(flag(member.get('local')))
        online = self._flag(member, 'online')
        return NodeTopology(
            name=self._name(member, 'node'),
            node_id=whole(member.get('nodeid')) or 0,
            ip_address=ip_address(member.get('ip')),
            online=online if quorate or local else None,
            local=local,
            support_level=text(member.get('level')) or '',
        )

    def _check(self, nodes: tuple[NodeTopology, ...], clusters: list[JsonObject], counted: int | None) -> None:
        if len(clusters) > 1:
            raise self._incomplete(f'{len(clusters)} clusters were listed.')
        try:
            check_members(nodes, 'cluster' if clusters else 'standalone', counted)
        except IncompleteRows as error:
            raise self._incomplete(str(error)) from None

    def _name(self, row: JsonObject, kind: str) -> str:
        name = text(row.get('name'))
        if name is None:
            raise self._incomplete(f'A {kind} has no name, or one that is too long or not printable.')
        return name

    def _flag(self, row: JsonObject, key: str) -> bool:
        known = flag(row.get(key))
        if known is None:
            raise self._incomplete(f'Its "{key}" is neither true nor false.')
        return known

    def _incomplete(self, detail: str) -> ReadingIncomplete:
        return ReadingIncomplete(self.endpoint, '', detail)
