"""The record of an endpoint in proxbox-api: made, remembered on the endpoint's row, and forgotten when it is stale."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from netbox_proxbox.database.transactions import retried
from netbox_proxbox.errors import RegistrationStale
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.records import EndpointRef

__all__ = ('Registration', 'again_when_stale', 'forgotten_when_stale', 'reference_of', 'registration_of', 'remember')

EDITED = 'The endpoint was edited after this run had begun.'
FORGOTTEN = 'The endpoint was edited, or its record turned out to be a stranger, after this run had begun.'


@dataclass(frozen=True, slots=True)
class Registration:
    """Which record of the backend stands for an endpoint, and a digest of what that record was told."""

    ref: EndpointRef
    digest: str
    is_new: bool


def registration_of(endpoint: ProxmoxEndpoint, api: ProxboxApi) -> Registration:
    """Return the endpoint's record in the backend; tell the backend first if there is anything new to tell."""
    spec = endpoint.spec()
    digest = endpoint.spec_digest(spec)
    known = endpoint.registration()
    if known is not None and digest == endpoint.registered_digest:
        return Registration(known, digest, is_new=False)
    return Registration(api.register(spec, known), digest, is_new=True)


def reference_of(endpoint: ProxmoxEndpoint, backend: ProxboxBackend) -> EndpointRef:
    """Return the record that stands for the endpoint as it is now in its backend.

    Raises RegistrationStale when it was forgotten meanwhile, or the endpoint was edited: at another backend the same id
    is a stranger's, and old versions of proxbox-api do not say whose answer it is.
    """
    known = endpoint.registration()
    if known is None:
        raise RegistrationStale(endpoint=endpoint.name, backend=backend.name, detail=FORGOTTEN)
    if endpoint.spec_digest(endpoint.spec()) != endpoint.registered_digest:
        raise RegistrationStale(endpoint=endpoint.name, backend=backend.name, detail=EDITED)
    return known


def again_when_stale[T](endpoint: ProxmoxEndpoint, read: Callable[[], T]) -> T:
    """Read, and once more as if never registered when the record turned out to stand for something else.

    The row keeps the old record until the new one is remembered.
    """
    try:
        return read()
    except RegistrationStale:
        endpoint.registered_id = None
        return read()


@contextmanager
def forgotten_when_stale(endpoint: ProxmoxEndpoint) -> Iterator[None]:
    """Let the next run register the endpoint again when its record turned out to stand for something else.

    A record that somebody else has remembered meanwhile stays.
    """
    try:
        yield
    except RegistrationStale:
        rows = ProxmoxEndpoint.objects.filter(pk=endpoint.pk, registered_id=endpoint.registered_id)
        retried(lambda: rows.update(registered_id=None, registered_name='', registered_digest=''))
        raise


def remember(endpoint: ProxmoxEndpoint, registration: Registration | None) -> None:
    """Note a registration, if there is a new one, on the endpoint and on its row, past the change log."""
    if registration is None or not registration.is_new:
        return
    ref = registration.ref
    noted = {'registered_id': ref.record_id, 'registered_name': ref.name, 'registered_digest': registration.digest}
    row = ProxmoxEndpoint.objects.filter(pk=endpoint.pk)
    retried(lambda: row.update(**noted))
    for name, value in noted.items():
        setattr(endpoint, name, value)
    endpoint.remember(noted)
