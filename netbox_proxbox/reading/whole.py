"""Everything of one endpoint, read at once in the calling process."""

from dataclasses import dataclass
from datetime import datetime

from netbox_proxbox.errors import ProxboxError
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.records import Metrics, Topology

from .backends import opened
from .endpoint import Registration, learn_version, may_be_read, registration_of, secrets_of, topology_of

__all__ = ('Reading', 'read')


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of one endpoint; `figures_error` says why there are no figures."""

    read_at: datetime
    registration: Registration
    topology: Topology
    metrics: Metrics | None
    figures_error: ProxboxError | None


def read(endpoint: ProxmoxEndpoint, read_at: datetime) -> Reading:
    """Register the endpoint if need be, and ask for its topology and its figures, over one connection.

    Raises the errors of `errors`; figures that cannot be had are told in the reading.
    """
    may_be_read(endpoint)
    with opened(endpoint.backend, *secrets_of(endpoint)) as api:
        registration = registration_of(endpoint, api)
        topology = topology_of(endpoint, api, registration.ref)
        metrics, error = _figures(api, registration)
    learn_version(endpoint, registration)
    return Reading(read_at, registration, topology, metrics, error)


def _figures(api: ProxboxApi, registration: Registration) -> tuple[Metrics | None, ProxboxError | None]:
    try:
        return api.metrics(registration.ref), None
    except ProxboxError as error:
        if error.pauses_backend:
            raise
        return None, error
