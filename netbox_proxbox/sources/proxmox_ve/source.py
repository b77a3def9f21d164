"""Proxmox VE itself: the `Source` that needs no other service."""

import math
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlencode

from netbox_proxbox.errors import LostMember, ProxboxError, ProxmoxAnswerInvalid, ProxmoxError
from netbox_proxbox.sources.certificates import Certificate, parse_certificates, root_ca_of
from netbox_proxbox.sources.curves import Curve, Timeframe, UnusableCurve, path_of_curve, question_of, samples_of
from netbox_proxbox.sources.records import Metrics, NodeMetrics, Topology
from netbox_proxbox.sources.retry import ATTEMPTS
from netbox_proxbox.sources.values import text

from .client import ProxmoxClient
from .connection import ProxmoxConnection
from .member import Member
from .parse import (
    has_quorum_of_its_own,
    parse_configured_members,
    parse_nodes,
    parse_topology,
)

__all__ = ('ProxmoxSource',)

STATUS = '/cluster/status'
NODES = '/nodes'
VERSION = '/version'
CONFIGURED_MEMBERS = '/cluster/config/nodes'
HA_STATUS = '/cluster/ha/status/current'
# What the column in NetBox holds.
LONGEST_VERSION = 50
SECONDS_TO_SPARE = 10.0
# Of one node: one that hangs is told of by Proxmox VE after 30 s, and there may be several.
SECONDS_FOR_A_VERSION = 5.0


class ProxmoxSource:
    """One endpoint, for one reading of `budget` seconds. Every method raises nothing but a ProxboxError."""

    def __init__(
        self,
        connection: ProxmoxConnection,
        *,
        budget: float = 60.0,
        attempts: int = ATTEMPTS,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = ProxmoxClient(connection, budget=budget, attempts=attempts, sleep=sleep)
        self._endpoint = connection.endpoint

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._client.close()

    @property
    def requests(self) -> int:
        """HTTP requests sent so far, retries included."""
        return self._client.requests

    @property
    def retries(self) -> list[str]:
        """One line for people for each retry so far."""
        return self._client.retries

    @property
    def answered_by(self) -> str:
        """The address that answered last."""
        return str(self._client.current.address)

    @property
    def passed_over(self) -> list[str]:
        """Why others, which were asked before, did not answer: a sentence for each."""
        return self._client.passed_over

    def topology(self) -> Topology:
        """The cluster and its nodes, complete, as a member with quorum has it if there is one.

        Raises LostMember when nobody answers but hosts that are members and have lost their cluster.
        """
        topology = self._topology_of_the_first()
        if not topology.quorate:
            topology = self._with_quorum() or topology
        return replace(topology, pve_version=self._version(VERSION) or '', answered_by=self.answered_by)

    def identified(self, topology: Topology) -> Topology:
        """The topology with the fingerprint of the cluster's own CA, as the member that answered has it."""
        if not topology.local_node:
            return topology
        root_ca = root_ca_of(parse_certificates(self._asked_once(_certificates_of(topology.local_node))))
        return replace(topology, root_ca=root_ca.fingerprint) if root_ca else topology

    def metrics(self, *, with_details: bool = False) -> Metrics:
        """The metrics of all nodes, with what is odd about them as warnings.

        The details are the versions of the nodes that run, for which each must be asked; who does not answer has none.
        Where the time does not suffice for all, they are not complete, and so are no details.
        """
        metrics = parse_nodes(self._client.get(NODES), self._endpoint)
        metrics = replace(metrics, answered_by=self.answered_by)
        return self._with_versions(metrics) if with_details else metrics

    def curve(self, node: str, timeframe: Timeframe) -> Curve:
        """CPU and memory of one node in the past: any member has them, also of a node that is down."""
        found = self._client.get(f'{path_of_curve(node)}?{urlencode(question_of(timeframe))}')
        try:
            return samples_of(found)
        except UnusableCurve as error:
            raise ProxmoxAnswerInvalid(self._endpoint, self.answered_by, str(error)) from None

    def certificates(self, node: str) -> tuple[Certificate, ...]:
        """The certificates of a node that Proxmox VE listed, that of the cluster's own authority among them."""
        return parse_certificates(self._client.get(_certificates_of(node)))

    def _with_versions(self, metrics: Metrics) -> Metrics:
        running = [node for node in metrics.nodes if node.is_online]
        found = dict(self._versions_of(running))
        nodes = tuple(replace(node, pve_version=found.get(node.name)) for node in metrics.nodes)
        return replace(metrics, nodes=nodes, has_details=len(found) == len(running))

    def _versions_of(self, nodes: Iterable[NodeMetrics]) -> Iterator[tuple[str, str | None]]:
        """The versions by the names of nodes, as many as there is time for."""
        for node in nodes:
            if self._client.budget.left <= SECONDS_TO_SPARE:
                return
            path = f'{NODES}/{quote(node.name, safe="")}/version'
            yield node.name, self._version(path, within=SECONDS_FOR_A_VERSION)

    def _version(self, path: str, *, within: float = math.inf) -> str | None:
        found = self._asked_once(path, within=within)
        version = text(found.get('version')) if isinstance(found, dict) else None
        return version[:LONGEST_VERSION] if version else None

    def _asked_once(self, path: str, *, within: float = math.inf) -> Any:
        """What the member that answers says to that, None if nothing: it is worth no failed reading."""
        try:
            return self._client.get_of(self._client.current, path, within=within)
        except ProxmoxError:
            return None

    def _topology_of_the_first(self) -> Topology:
        """The topology of the first member that answers and has not lost its cluster."""
        topology = parse_topology(self._client.get(STATUS), self._endpoint)
        first = self._client.current
        try:
            # What is asked more concerns this very member.
            return self._confirmed(topology, lambda path: self._client.get_again(first, path))
        except ProxboxError as error:
            return self._topology_of_another(error)

    def _topology_of_another(self, failure: ProxboxError) -> Topology:
        """The topology of the next member whose word is good, or the failure of the first."""
        for member in self._client.members[1:]:
            ask = self._asking(member)
            try:
                found = self._confirmed(parse_topology(ask(STATUS), self._endpoint), ask)
            except ProxboxError:
                continue
            self._client.passed_over.append(failure.cause)
            self._client.prefer(member)
            return found
        raise failure

    def _with_quorum(self) -> Topology | None:
        """The topology of the first of the other members that has quorum."""
        for member in self._client.members[1:]:
            try:
                topology = parse_topology(self._asking(member)(STATUS), self._endpoint)
            except ProxboxError:
                continue
            if topology.mode == 'cluster' and topology.quorate:
                self._client.passed_over.append(f'{self.answered_by} has no quorum.')
                self._client.prefer(member)
                return topology
        return None

    def _confirmed(self, topology: Topology, ask: Callable[[str], Any]) -> Topology:
        """The topology. Raises LostMember if it is what a member says of itself whose corosync does not run."""
        if topology.mode == 'cluster':
            return topology
        if members := parse_configured_members(ask(CONFIGURED_MEMBERS), self._endpoint):
            raise LostMember(self._endpoint, '', f'Members in its corosync.conf: {members}.')
        if not has_quorum_of_its_own(ask(HA_STATUS)):
            raise LostMember(self._endpoint, '', 'Its HA manager waits for a quorum.')
        return topology

    def _asking(self, member: Member) -> Callable[[str], Any]:
        return lambda path: self._client.get_of(member, path)


def _certificates_of(node: str) -> str:
    return f'{NODES}/{quote(node, safe="")}/certificates/info'
