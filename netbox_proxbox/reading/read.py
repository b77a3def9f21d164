"""Everything of one endpoint, read at once in the calling process."""

from dataclasses import dataclass
from datetime import datetime

from netbox_proxbox.errors import ProxboxError
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.proxbox_api.source import ProxboxApiSource
from netbox_proxbox.sources.records import Metrics, Topology
from netbox_proxbox.sources.source import Source

from .backends import opened
from .endpoint import learn_version, refuse_if_unavailable, secrets_of, topology_of
from .registration import Registration, again_when_stale, registration_of

__all__ = ('Reading', 'read')


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of one endpoint; `metrics_error` says why there are no metrics."""

    read_at: datetime
    registration: Registration
    topology: Topology
    metrics: Metrics | None
    metrics_error: ProxboxError | None


def read(endpoint: ProxmoxEndpoint, read_at: datetime) -> Reading:
    """Register the endpoint if need be, and ask for its topology and its metrics, over one connection.

    Raises a ProxboxError; metrics that cannot be had are told in the reading.
    """
    refuse_if_unavailable(endpoint)
    with opened(endpoint.backend, *secrets_of(endpoint)) as api:
        registration, topology = again_when_stale(endpoint, lambda: _registered_topology(endpoint, api))
        metrics, error = _metrics(ProxboxApiSource(api, registration.ref))
    learn_version(endpoint, was_registered=registration.is_new)
    return Reading(read_at, registration, topology, metrics, error)


def _registered_topology(endpoint: ProxmoxEndpoint, api: ProxboxApi) -> tuple[Registration, Topology]:
    registration = registration_of(endpoint, api)
    return registration, topology_of(endpoint, ProxboxApiSource(api, registration.ref))


def _metrics(source: Source) -> tuple[Metrics | None, ProxboxError | None]:
    try:
        return source.metrics(), None
    except ProxboxError as error:
        if error.pauses_backend:
            raise
        return None, error
