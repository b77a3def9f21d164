"""What is read of one endpoint, once its backend knows it. The chord, the Python entry and the test of a connection ask
through these functions.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from netbox_proxbox.choices import ModeChoices
from netbox_proxbox.errors import EndpointDisabled, LostMember, ProxboxError
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.sources.proxbox_api.source import ProxboxApiSource
from netbox_proxbox.sources.records import Topology
from netbox_proxbox.sources.source import Source

from .backends import note_version, opened, refuse_if_paused
from .registration import reference_of

__all__ = ('learn_version', 'opened_source', 'refuse_if_unavailable', 'secrets_of', 'topology_of')


@contextmanager
def opened_source(endpoint: ProxmoxEndpoint) -> Iterator[Source]:
    """Open the way to an endpoint that its backend knows as it is now.

    Raises EndpointDisabled, BackendPaused, RegistrationStale and SecretUnreadable, and nothing is asked then.
    """
    refuse_if_unavailable(endpoint)
    ref = reference_of(endpoint)
    with opened(endpoint.backend, *secrets_of(endpoint)) as api:
        yield ProxboxApiSource(api, ref)


def refuse_if_unavailable(endpoint: ProxmoxEndpoint) -> None:
    """Raise EndpointDisabled or BackendPaused when nothing may be asked for this endpoint."""
    if not endpoint.enabled or not endpoint.backend.enabled:
        raise EndpointDisabled(endpoint.name)
    refuse_if_paused(endpoint.backend)


def secrets_of(endpoint: ProxmoxEndpoint) -> tuple[str, str]:
    """Return what no text may repeat of the endpoint's login. Raises SecretUnreadable."""
    spec = endpoint.spec()
    return spec.password, spec.token_value


def topology_of(endpoint: ProxmoxEndpoint, source: Source) -> Topology:
    """Return the topology of an endpoint. Raises the errors of the source, and LostMember.

    A host that was standalone the last time has no cluster to lose, so an unchanged one costs no further request.
    """
    topology = source.topology()
    if topology.mode == ModeChoices.STANDALONE != endpoint.mode:
        _refuse_lost_member(endpoint, source)
    return topology


def learn_version(endpoint: ProxmoxEndpoint, *, was_registered: bool = False) -> None:
    """Ask the backend for its version when something was registered, or while it is not known; usual syncs do not."""
    if was_registered or not endpoint.backend.version:
        note_version(endpoint.backend)


def _refuse_lost_member(endpoint: ProxmoxEndpoint, source: Source) -> None:
    """Raise LostMember for a member of a cluster that answers like a standalone host.

    A route that fails or is not there proves nothing. Then a known cluster is not believed gone (`plausibility`), and
    an endpoint that has none is what it says: if it is a member, the next reading with corosync makes it one.
    """
    try:
        members = source.configured_members()
    except ProxboxError as error:
        if error.transient or error.pauses_backend:
            raise
        return
    if members:
        raise LostMember(endpoint.name, endpoint.backend.name, f'Members in its corosync.conf: {members}.')
