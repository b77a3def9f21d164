"""An endpoint as a source of readings, by way of its record in proxbox-api."""

from dataclasses import replace

from netbox_proxbox.errors import LostMember, ProxboxError
from netbox_proxbox.sources.curves import Curve, Timeframe
from netbox_proxbox.sources.records import EndpointRef, Metrics, Topology

from .api import ProxboxApi

__all__ = ('ProxboxApiSource',)


class ProxboxApiSource:
    """One record of one proxbox-api: the `Source` that asks through it."""

    def __init__(self, api: ProxboxApi, ref: EndpointRef) -> None:
        self._api = api
        self._ref = ref

    @property
    def requests(self) -> int:
        """HTTP requests sent so far, retries included."""
        return self._api.requests

    @property
    def retries(self) -> list[str]:
        """One line for people for each retry so far."""
        return self._api.retries

    @property
    def answered_by(self) -> str:
        """Not known: proxbox-api has the address that it was told, and does not say whether it used it."""
        return ''

    @property
    def passed_over(self) -> list[str]:
        """Nobody: proxbox-api knows one address."""
        return []

    def topology(self) -> Topology:
        """The cluster and its nodes, complete. Raises RegistrationStale when the record means nothing any more.

        Raises LostMember for a standalone host with members in its corosync.conf. A route that fails or is not there
        proves nothing. Then a known cluster is not believed gone (`plausibility`), and an endpoint that has none is
        what it says: if it is a member, the next reading with corosync makes it one.
        """
        topology = self._api.topology(self._ref)
        if topology.mode == 'standalone' and (members := self._configured_members()):
            raise LostMember(self._ref.name, self._api.name, f'Members in its corosync.conf: {members}.')
        return topology

    def identified(self, topology: Topology) -> Topology:
        """The topology with the fingerprint of the cluster's own CA, which old versions of proxbox-api do not tell."""
        if not topology.local_node:
            return topology
        try:
            return replace(topology, root_ca=self._api.root_ca(self._ref, topology.local_node))
        except ProxboxError as error:
            if error.pauses_backend:
                raise
            return topology

    def metrics(self, *, with_details: bool = False) -> Metrics:
        """The metrics of all nodes, with what is odd about them as warnings. There are no details to be had."""
        return replace(self._api.metrics(self._ref), has_details=with_details)

    def curve(self, node: str, timeframe: Timeframe) -> Curve:
        """CPU and memory of one node in the last hour, day or week."""
        return self._api.curve(self._ref, node, timeframe)

    def _configured_members(self) -> int:
        try:
            return self._api.configured_members(self._ref)
        except ProxboxError as error:
            if error.transient or error.pauses_backend:
                raise
            return 0
