"""Everything of one endpoint, read at once in the calling process."""

from dataclasses import dataclass
from datetime import datetime

from netbox_proxbox.errors import ProxboxError
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.proxbox_api.source import ProxboxApiSource
from netbox_proxbox.sources.records import Metrics, Topology
from netbox_proxbox.sources.source import Source

from .backends import opened
from .endpoint import learn_version, metrics_of, opened_source, refuse_if_unavailable, secrets_of, topology_of
from .registration import Registration, again_when_stale, registration_of

__all__ = ('Reading', 'read')


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of one endpoint; `metrics_error` says why there are no metrics.

    `registration` is None for one that is read directly.
    """

    read_at: datetime
    registration: Registration | None
    topology: Topology
    metrics: Metrics | None
    metrics_error: ProxboxError | None


def read(endpoint: ProxmoxEndpoint, read_at: datetime) -> Reading:
    """Ask for the topology and the metrics of an endpoint, over one connection; register it first if need be.

    Raises a ProxboxError; metrics that cannot be had are told in the reading.
    """
    if endpoint.backend is not None:
        return _read_through(endpoint.backend, endpoint, read_at)
    with opened_source(endpoint) as source:
        return Reading(read_at, None, topology_of(endpoint, source), *_metrics(endpoint, source))


def _read_through(backend: ProxboxBackend, endpoint: ProxmoxEndpoint, read_at: datetime) -> Reading:
    refuse_if_unavailable(endpoint)
    with opened(backend, *secrets_of(endpoint)) as api:
        registration, topology = again_when_stale(endpoint, lambda: _registered_topology(endpoint, api))
        metrics, error = _metrics(endpoint, ProxboxApiSource(api, registration.ref))
    learn_version(endpoint, was_registered=registration.is_new)
    return Reading(read_at, registration, topology, metrics, error)


def _registered_topology(endpoint: ProxmoxEndpoint, api: ProxboxApi) -> tuple[Registration, Topology]:
    registration = registration_of(endpoint, api)
    return registration, topology_of(endpoint, ProxboxApiSource(api, registration.ref))


def _metrics(endpoint: ProxmoxEndpoint, source: Source) -> tuple[Metrics | None, ProxboxError | None]:
    try:
        return metrics_of(endpoint, source), None
    except ProxboxError as error:
        if error.pauses_backend:
            raise
        return None, error
