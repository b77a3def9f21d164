"""An endpoint as a source of readings, by way of its record in proxbox-api."""

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

    def topology(self) -> Topology:
        """The cluster and its nodes, complete. Raises RegistrationStale when the record means nothing any more."""
        return self._api.topology(self._ref)

    def metrics(self) -> Metrics:
        """The metrics of all nodes, with what is odd about them as warnings."""
        return self._api.metrics(self._ref)

    def configured_members(self) -> int:
        """How many members corosync.conf names on the host that answers; 0 is a host in no cluster."""
        return self._api.configured_members(self._ref)
