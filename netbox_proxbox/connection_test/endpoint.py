"""The test of an endpoint: registered, read and, if it is not stored yet, removed from its backend again."""

from collections.abc import Callable

from users.models import User

from netbox_proxbox.errors import ProxboxError, SecretError
from netbox_proxbox.health.findings import Finding
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.reading.backends import opened_for_a_test, refuse_if_paused
from netbox_proxbox.reading.endpoint import identified, secrets_of
from netbox_proxbox.reading.registration import again_when_stale, registration_of, remember
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.proxbox_api.source import ProxboxApiSource
from netbox_proxbox.sources.records import EndpointRef, Topology
from netbox_proxbox.sources.retry import Budget

from .checklist import Checklist
from .direct import check_directly
from .endpoint_report import note_failure, note_metrics, note_registration, note_topology, note_tracked_elsewhere
from .endpoint_steps import LOGIN, SUBJECTS
from .temporary_registration import temporary_registration

__all__ = ('check_endpoint', 'check_unsaved_endpoint')

SECONDS = 12.0


def check_endpoint(endpoint: ProxmoxEndpoint, *, seconds: float = SECONDS, viewer: User | None = None) -> list[Finding]:
    """Test an endpoint as it is stored, even if it is disabled. What a test registers in the backend stays there.

    Who is named as the viewer is told of no endpoint that they may not view.
    """
    if endpoint.backend is None:
        return check_directly(endpoint, seconds=seconds, viewer=viewer)
    return _EndpointTest(endpoint, endpoint.backend, seconds, viewer).stored()


def check_unsaved_endpoint(
    endpoint: ProxmoxEndpoint, *, seconds: float = SECONDS, viewer: User | None = None
) -> list[Finding]:
    """Test an endpoint as a valid form has it. Its record in the backend has a name of its own and is removed again."""
    if endpoint.backend is None:
        return check_directly(endpoint, seconds=seconds, is_saved=False, viewer=viewer)
    return _EndpointTest(endpoint, endpoint.backend, seconds, viewer).unsaved()


class _EndpointTest:
    """One test through a backend, which ends in time: its questions share one budget of seconds."""

    def __init__(self, endpoint: ProxmoxEndpoint, backend: ProxboxBackend, seconds: float, viewer: User | None) -> None:
        self.endpoint = endpoint
        self.backend = backend
        self._viewer = viewer
        self.checklist = Checklist(SUBJECTS)
        self._budget = Budget(seconds)
        self._secrets: tuple[str, str] = ('', '')

    def stored(self) -> list[Finding]:
        self._guarded(self._read_stored)
        return self.checklist.findings()

    def unsaved(self) -> list[Finding]:
        self._guarded(self._read_unsaved)
        return self.checklist.findings()

    def _guarded(self, read: Callable[[], None]) -> None:
        """Read with the endpoint's secrets at hand, and note what stops it."""
        try:
            self._secrets = secrets_of(self.endpoint)
        except SecretError as error:
            self.checklist.failed(LOGIN, error)
            return
        try:
            refuse_if_paused(self.backend)
            read()
        except ProxboxError as error:
            note_failure(self.checklist, self.endpoint, error)

    def _read_stored(self) -> None:
        topology, ref = again_when_stale(self.endpoint, self._registered_topology)
        self._note_reading(topology, ref)

    def _registered_topology(self) -> tuple[Topology, EndpointRef]:
        ref = self._registered()
        return self._topology(ref), ref

    def _registered(self) -> EndpointRef:
        registration = self._ask(lambda api: registration_of(self.endpoint, api))
        note_registration(self.checklist, self.endpoint, registration)
        remember(self.endpoint, registration)
        return registration.ref

    def _read_unsaved(self) -> None:
        with temporary_registration(self.endpoint, self._ask, self.checklist) as ref:
            self._note_reading(self._topology(ref), ref)

    def _topology(self, ref: EndpointRef) -> Topology:
        return self._ask(lambda api: ProxboxApiSource(api, ref).topology())

    def _note_reading(self, topology: Topology, ref: EndpointRef) -> None:
        note_topology(self.checklist, self.endpoint, topology)
        metrics = self._ask(lambda api: api.metrics(ref))
        note_metrics(self.checklist, topology, metrics)
        topology = self._ask(lambda api: identified(self.endpoint, ProxboxApiSource(api, ref), topology))
        note_tracked_elsewhere(self.checklist, self.endpoint, topology, metrics, self._viewer)

    def _ask[T](self, question: Callable[[ProxboxApi], T], seconds: float | None = None) -> T:
        """Ask the backend within what is left of the budget, or within other seconds."""
        left = self._budget.left if seconds is None else seconds
        with opened_for_a_test(self.backend, *self._secrets, seconds=left) as api:
            return question(api)
