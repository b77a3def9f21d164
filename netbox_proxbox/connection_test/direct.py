"""The test of an endpoint that is read directly: each step from the address to the metrics of the nodes."""

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _
from users.models import User

from netbox_proxbox.errors import NoMemberAnswers, ProxboxError, ProxmoxError, SecretError
from netbox_proxbox.health.findings import Finding, Level, Offer
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.reading.direct import connection_to, note_answer
from netbox_proxbox.reading.endpoint import identified
from netbox_proxbox.sources.proxmox_ve.connection import Address, ProxmoxConnection
from netbox_proxbox.sources.proxmox_ve.shown_certificate import ShownCertificate, shown_certificate
from netbox_proxbox.sources.proxmox_ve.source import ProxmoxSource
from netbox_proxbox.sources.records import Metrics, Topology
from netbox_proxbox.sources.retry import Budget

from .certificate import note_trusted, note_untrusted, offer_of_authority
from .checklist import Checklist
from .cluster_authority import authority_that_verifies
from .direct_steps import SUBJECTS, ends_at, has_answered
from .endpoint_report import note_metrics, note_readable, note_tracked_elsewhere
from .endpoint_steps import CONNECTION, LOGIN, METRICS, RIGHTS, TLS
from .other_members import note_others

__all__ = ('check_directly',)

# For one of several addresses, so that a silent one leaves time for the next.
SECONDS_FOR_ONE = 5.0
SECONDS_BESIDE, LEAST_SECONDS_BESIDE = 3.0, 1.0


def check_directly(
    endpoint: ProxmoxEndpoint, *, seconds: float, is_saved: bool = True, viewer: User | None = None
) -> list[Finding]:
    """Test an endpoint as it is stored or as a valid form has it. A success ends the back-off of a stored one."""
    checklist = Checklist(SUBJECTS)
    try:
        connection = connection_to(endpoint)
    except SecretError as error:
        checklist.failed(LOGIN, error)
        return checklist.findings()
    if not connection.addresses:
        checklist.note(CONNECTION, Level.ERROR, _('It has no address.'), _('Enter one.'))
        return checklist.findings()
    if _DirectTest(endpoint, connection, checklist, seconds, viewer).read() and is_saved:
        note_answer(endpoint)
    return checklist.findings()


class _DirectTest:
    """One test, which ends in time: each question is asked once, and of each address in turn."""

    def __init__(
        self,
        endpoint: ProxmoxEndpoint,
        connection: ProxmoxConnection,
        checklist: Checklist,
        seconds: float,
        viewer: User | None,
    ) -> None:
        self.endpoint = endpoint
        self.checklist = checklist
        self._viewer = viewer
        self._budget = Budget(seconds)
        one = SECONDS_FOR_ONE if len(connection.addresses) > 1 else seconds
        self._connection = replace(connection, timeout=min(connection.timeout, one))

    def read(self) -> bool:
        """Read as a sync does, note each step, and tell whether the state of the cluster could be read."""
        with ProxmoxSource(self._connection, budget=self._budget.left, attempts=1) as source:
            found = None
            try:
                found = self._read(source)
            except ProxboxError as error:
                self._note_failure(source, error)
            if not self.checklist.has_passed(RIGHTS):
                return False
            note_others(self.checklist, self.endpoint, self._connection, source.answered_by, self._a_little)
        if found is not None:
            note_tracked_elsewhere(self.checklist, self.endpoint, *found, self._viewer)
        return True

    def _read(self, source: ProxmoxSource) -> tuple[Topology, Metrics]:
        topology = source.topology()
        told = _('Proxmox VE {version} answers at {address}.')
        told = told.format(version=topology.pve_version, address=source.answered_by)
        self.checklist.passed(CONNECTION, told)
        self.checklist.passed(LOGIN, _('Accepted.'))
        note_readable(self.checklist, topology)
        self._note_trusted(source.answered_by, self._better_trust(source, topology))
        metrics = source.metrics()
        note_metrics(self.checklist, topology, metrics)
        return identified(self.endpoint, source, topology), metrics

    def _note_failure(self, source: ProxmoxSource, error: ProxboxError) -> None:
        """Note what stopped the test, and what works before it. Of several addresses, the first is looked at."""
        if self.checklist.has_passed(RIGHTS):
            self.checklist.failed(METRICS, error)
            return
        first = error.failures[0] if isinstance(error, NoMemberAnswers) else error
        whom = first.host if isinstance(first, ProxmoxError) else source.answered_by
        step = ends_at(first)
        if step != CONNECTION:
            self.checklist.passed(CONNECTION, _('Something answers at {address}.').format(address=whom))
        if step == RIGHTS:
            self.checklist.passed(LOGIN, _('Accepted.'))
        if has_answered(first):
            self._note_trusted(whom)
        self.checklist.failed(step, error)
        if step == TLS:
            note_untrusted(self.checklist, error, self._shown(whom))

    def _note_trusted(self, whom: str, offer: Offer | None = None) -> None:
        if shown := self._shown(whom):
            note_trusted(self.checklist, self.endpoint, shown, timezone.now(), offer)

    def _better_trust(self, source: ProxmoxSource, topology: Topology) -> Offer | None:
        """Offer the CA where one certificate is pinned; what is not verified could be told by anybody."""
        if not (self.endpoint.verify_ssl and self.endpoint.tls_fingerprint):
            return None
        address = self._address(source.answered_by)
        pem = authority_that_verifies(address, self._connection, source, topology, self._a_little)
        return offer_of_authority(pem) if pem else None

    def _shown(self, whom: str) -> ShownCertificate | None:
        return shown_certificate(self._address(whom), self._a_little)

    def _address(self, whom: str) -> Address:
        return next(address for address in self._connection.addresses if str(address) == whom)

    @property
    def _a_little(self) -> float:
        """Seconds for what is asked beside; a test that took long may take these yet."""
        return max(min(self._budget.left, SECONDS_BESIDE), LEAST_SECONDS_BESIDE)
