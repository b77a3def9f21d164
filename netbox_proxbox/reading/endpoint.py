"""What is read of one endpoint, directly or through a backend that knows it, by the chord and by the Python entry."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from netbox_proxbox.errors import EndpointDisabled
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.sources.proxbox_api.source import ProxboxApiSource
from netbox_proxbox.sources.records import Metrics, Topology
from netbox_proxbox.sources.source import Source

from .backends import note_version, opened, refuse_if_paused
from .direct import noted, opened_directly
from .registration import reference_of

__all__ = (
    'how_it_was_read',
    'identified',
    'learn_version',
    'metrics_of',
    'opened_source',
    'refuse_if_unavailable',
    'secrets_of',
    'topology_of',
)

BETWEEN_DETAILS = timedelta(days=1)


@contextmanager
def opened_source(endpoint: ProxmoxEndpoint) -> Iterator[Source]:
    """Open the way to an endpoint, which its backend, if it has one, knows as it is now.

    Raises EndpointDisabled, BackendPaused, RegistrationStale and SecretUnreadable, and nothing is asked then.
    """
    refuse_if_unavailable(endpoint)
    if endpoint.backend is None:
        with opened_directly(endpoint) as source:
            yield source
        return
    ref = reference_of(endpoint, endpoint.backend)
    with opened(endpoint.backend, *secrets_of(endpoint)) as api:
        yield ProxboxApiSource(api, ref)


def refuse_if_unavailable(endpoint: ProxmoxEndpoint) -> None:
    """Raise EndpointDisabled or BackendPaused when nothing may be asked for this endpoint."""
    if not endpoint.enabled or (endpoint.backend is not None and not endpoint.backend.enabled):
        raise EndpointDisabled(endpoint.name)
    if endpoint.backend is not None:
        refuse_if_paused(endpoint.backend)


def secrets_of(endpoint: ProxmoxEndpoint) -> tuple[str, str]:
    """Return what no text may repeat of the endpoint's login. Raises SecretUnreadable."""
    spec = endpoint.spec()
    return spec.password, spec.token_value


def topology_of(endpoint: ProxmoxEndpoint, source: Source) -> Topology:
    """Return the topology of an endpoint, and note how its host answered. Raises the errors of the source.

    Which cluster it is, is asked once a day and of what has become a cluster, or a standalone host, since.
    """
    with noted(endpoint) if endpoint.is_direct else nullcontext():
        topology = replace(source.topology(), read_as=endpoint.trust_digest())
    is_asked = _are_details_due(endpoint) or topology.mode != endpoint.mode
    return identified(endpoint, source, topology) if is_asked else topology


def identified(endpoint: ProxmoxEndpoint, source: Source, topology: Topology) -> Topology:
    """Return the topology with what tells which cluster it is. Without verification, anybody could say that."""
    return source.identified(topology) if endpoint.verify_ssl else topology


def metrics_of(endpoint: ProxmoxEndpoint, source: Source) -> Metrics:
    """Return the metrics of an endpoint, once a day with details. Raises the errors of the source."""
    metrics = source.metrics(with_details=_are_details_due(endpoint))
    return replace(metrics, read_as=endpoint.trust_digest())


def _are_details_due(endpoint: ProxmoxEndpoint) -> bool:
    read_at = endpoint.details_read_at
    return read_at is None or timezone.now() - read_at > BETWEEN_DETAILS


def how_it_was_read(source: Source) -> dict[str, Any]:
    """Return what a run tells of a reading: what it cost, who answered, and why others did not."""
    who = {'answered_by': source.answered_by, 'passed_over': source.passed_over}
    told = {name: value for name, value in who.items() if value}
    return {'requests': source.requests, 'retries': source.retries, **told}


def learn_version(endpoint: ProxmoxEndpoint, *, was_registered: bool = False) -> None:
    """Ask the backend for its version when something was registered, or while it is not known; usual syncs do not."""
    if endpoint.backend is not None and (was_registered or not endpoint.backend.version):
        note_version(endpoint.backend)
