"""Reading one endpoint through its backend: the registration there, its topology, its figures. Writes no topology."""

from dataclasses import dataclass

from netbox_proxbox.choices import ModeChoices
from netbox_proxbox.database.transactions import retried
from netbox_proxbox.errors import EndpointDisabled, LostMember, ProxboxError, RegistrationStale
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.records import EndpointRef, Topology

from .backends import note_version, refuse_if_paused

__all__ = (
    'Registration',
    'learn_version',
    'may_be_read',
    'reference_of',
    'registration_of',
    'remember',
    'secrets_of',
    'topology_of',
)

EDITED = 'The endpoint was edited after this run had begun.'
FORGOTTEN = 'The endpoint was edited, or its record turned out to be a stranger, after this run had begun.'


@dataclass(frozen=True, slots=True)
class Registration:
    """Which record of the backend stands for an endpoint, and a digest of what that record was told."""

    ref: EndpointRef
    digest: str
    is_new: bool


def may_be_read(endpoint: ProxmoxEndpoint) -> None:
    """Raise EndpointDisabled or BackendPaused when nothing may be asked for this endpoint."""
    if not endpoint.enabled or not endpoint.backend.enabled:
        raise EndpointDisabled(endpoint.name)
    refuse_if_paused(endpoint.backend)


def secrets_of(endpoint: ProxmoxEndpoint) -> tuple[str, str]:
    """Return what no text may repeat of the endpoint's login. Raises SecretUnreadable."""
    spec = endpoint.spec()
    return spec.password, spec.token_value


def registration_of(endpoint: ProxmoxEndpoint, api: ProxboxApi) -> Registration:
    """Return the endpoint's record in the backend; tell the backend first if there is anything new to tell."""
    spec = endpoint.spec()
    digest = endpoint.spec_digest(spec)
    known = endpoint.registration()
    if known is not None and digest == endpoint.registered_digest:
        return Registration(known, digest, is_new=False)
    return Registration(api.register(spec, known), digest, is_new=True)


def reference_of(endpoint: ProxmoxEndpoint) -> EndpointRef:
    """Return the record that stands for the endpoint as it is now.

    Raises RegistrationStale when it was forgotten meanwhile, or the endpoint was edited: at another backend the same id
    is a stranger's, and old versions of proxbox-api do not say whose answer it is.
    """
    known = endpoint.registration()
    if known is None:
        raise RegistrationStale(endpoint=endpoint.name, backend=endpoint.backend.name, detail=FORGOTTEN)
    if endpoint.spec_digest(endpoint.spec()) != endpoint.registered_digest:
        raise RegistrationStale(endpoint=endpoint.name, backend=endpoint.backend.name, detail=EDITED)
    return known


def topology_of(endpoint: ProxmoxEndpoint, api: ProxboxApi, ref: EndpointRef) -> Topology:
    """Return the topology of an endpoint. Raises the errors of `ProxboxApi`, and LostMember.

    A host that was standalone the last time has no cluster to lose, so an unchanged one costs no further request.
    """
    try:
        topology = api.topology(ref)
    except RegistrationStale:
        _forget_registration(endpoint)
        raise
    if topology.mode == ModeChoices.STANDALONE != endpoint.mode:
        _refuse_lost_member(endpoint, api, ref)
    return topology


def learn_version(endpoint: ProxmoxEndpoint, registration: Registration) -> None:
    """Ask the backend for its version when something was registered, or while it is not known; usual syncs do not."""
    if registration.is_new or not endpoint.backend.version:
        note_version(endpoint.backend)


def remember(endpoint: ProxmoxEndpoint, registration: Registration) -> None:
    """Note the registration on the endpoint's row, past the change log."""
    if registration.is_new:
        ref = registration.ref
        _write_registration(endpoint, ref.backend_id, ref.name, registration.digest)


def _refuse_lost_member(endpoint: ProxmoxEndpoint, api: ProxboxApi, ref: EndpointRef) -> None:
    """Raise LostMember for a member of a cluster that answers like a standalone host.

    A route that fails or is not there proves nothing. Then a known cluster is not believed gone (`plausibility`), and
    an endpoint that has none is what it says: if it is a member, the next reading with corosync makes it one.
    """
    try:
        members = api.configured_members(ref)
    except ProxboxError as error:
        if error.transient or error.pauses_backend:
            raise
        return
    if members:
        raise LostMember(endpoint.name, endpoint.backend.name, f'Members in its corosync.conf: {members}.')


def _forget_registration(endpoint: ProxmoxEndpoint) -> None:
    """Let the next run register the endpoint again, for the record stands for something else by now."""
    _write_registration(endpoint, None, '', '')


def _write_registration(endpoint: ProxmoxEndpoint, backend_id: int | None, name: str, digest: str) -> None:
    row = ProxmoxEndpoint.objects.filter(pk=endpoint.pk)
    retried(lambda: row.update(registered_id=backend_id, registered_name=name, registered_digest=digest))
