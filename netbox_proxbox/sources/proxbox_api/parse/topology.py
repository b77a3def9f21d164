"""The answer of `GET /proxmox/cluster/status` becomes a Topology."""

from dataclasses import dataclass
from typing import cast

from netbox_proxbox.errors import BackendAnswerInvalid, EndpointRightsMissing, ReadingIncomplete
from netbox_proxbox.sources.membership import check_members
from netbox_proxbox.sources.node_rows import IncompleteRows
from netbox_proxbox.sources.records import EndpointRef, Mode, NodeTopology, Topology
from netbox_proxbox.sources.values import JsonObject, flag, ip_address, text, whole

from .identity import check_identity, only_object

__all__ = ('has_cluster_named', 'parse_topology')

MODES = ('cluster', 'standalone')
# Of a login that was not allowed to read the status when the session was opened.
RESTRICTED = 'restricted'


def parse_topology(answer: object, ref: EndpointRef, backend: str) -> Topology:
    """A complete topology, or an error: what is missing from a Topology is missing from Proxmox.

    Raises RegistrationStale, ReadingIncomplete, EndpointRightsMissing and BackendAnswerInvalid.
    """
    return _TopologyReading(ref, backend).read(answer)


def has_cluster_named(answer: object, name: str) -> bool:
    """Whether `GET /proxmox/api2/latest/cluster/status`, what Proxmox VE itself says, has a cluster so named."""
    rows = answer if isinstance(answer, list) else []
    return any(isinstance(row, dict) and (row.get('type'), row.get('name')) == ('cluster', name) for row in rows)


@dataclass(frozen=True, slots=True)
class _TopologyReading:
    ref: EndpointRef
    backend: str

    def read(self, answer: object) -> Topology:
        found = only_object(answer, self.ref, self.backend)
        check_identity(found, self.ref, self.backend)
        mode, nodes = self._mode(found), self._nodes(found)
        try:
            check_members(nodes, mode, whole(found.get('nodes')))
        except IncompleteRows as error:
            raise self._incomplete(str(error)) from None
        return Topology(
            mode=mode,
            name=nodes[0].name if mode == 'standalone' else self._name(found, 'cluster'),
            cluster_id=text(found.get('id')) or '',
            nodes_count=whole(found.get('nodes')) or len(nodes),
            quorate=self._flag(found, 'quorate', default=True),
            version=whole(found.get('version')),
            nodes=nodes,
        )

    def _mode(self, found: JsonObject) -> Mode:
        if found.get('mode') == RESTRICTED:
            raise EndpointRightsMissing(self.ref.name, self.backend)
        if found.get('mode') not in MODES:
            raise BackendAnswerInvalid(self.backend, 'It says neither cluster nor standalone as the mode.')
        return cast(Mode, found['mode'])

    def _nodes(self, found: JsonObject) -> tuple[NodeTopology, ...]:
        members = found.get('node_list')
        if members is None or members == []:
            raise self._incomplete('The cluster was listed without any node.')
        if not isinstance(members, list) or not all(isinstance(member, dict) for member in members):
            raise BackendAnswerInvalid(self.backend, 'Its node_list is not a list of nodes.')
        return tuple(self._node(member) for member in members)

    def _node(self, member: JsonObject) -> NodeTopology:
        return NodeTopology(
            name=self._name(member, 'node'),
            node_id=whole(member.get('nodeid')) or 0,
            ip_address=ip_address(member.get('ip')),
            online=self._flag(member, 'online'),
            local=self._flag(member, 'local', default=False),
            support_level=text(member.get('level')) or '',
        )

    def _name(self, found: JsonObject, kind: str) -> str:
        name = text(found.get('name'))
        if name is None:
            raise self._incomplete(f'A {kind} has no name, or one that is too long or not printable.')
        return name

    def _flag(self, found: JsonObject, key: str, *, default: bool | None = None) -> bool:
        value = found.get(key)
        known = default if value is None else flag(value)
        if known is None:
            raise BackendAnswerInvalid(self.backend, f'Its "{key}" is neither true nor false.')
        return known

    def _incomplete(self, detail: str) -> ReadingIncomplete:
        return ReadingIncomplete(self.ref.name, self.backend, detail)
