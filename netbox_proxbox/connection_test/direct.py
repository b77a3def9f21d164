"""The test of an endpoint that is read directly: each step from the address to the metrics of the nodes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netbox_proxbox.errors import (
    ProxboxError,
    ProxmoxLoginRefused,
    ProxmoxNeedsSecondFactor,
    ProxmoxRightsMissing,
    ProxmoxTlsError,
    ReadingIncomplete,
    SecretError,
)
from netbox_proxbox.health.findings import Finding
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.reading.direct import connection_to
from netbox_proxbox.sources.proxmox_ve.source import ProxmoxSource

from .checklist import Checklist
from .endpoint_report import note_metrics, note_readable
from .endpoint_steps import CONNECTION, LOGIN, METRICS, RIGHTS, TLS

__all__ = ('check_directly',)

SUBJECTS = {
    CONNECTION: gettext_lazy('Connection'),
    TLS: gettext_lazy('Certificate'),
    LOGIN: gettext_lazy('Login'),
    RIGHTS: gettext_lazy('Cluster status'),
    METRICS: gettext_lazy('Metrics of nodes'),
}
ENDS_AT: dict[type[ProxboxError], str] = {
    ProxmoxTlsError: TLS,
    ProxmoxLoginRefused: LOGIN,
    ProxmoxNeedsSecondFactor: LOGIN,
    ProxmoxRightsMissing: RIGHTS,
    ReadingIncomplete: RIGHTS,
}


def check_directly(endpoint: ProxmoxEndpoint, *, seconds: float) -> list[Finding]:
    """Test an endpoint as it is stored or as a valid form has it; each question is asked once."""
    checklist = Checklist(SUBJECTS)
    try:
        connection = connection_to(endpoint)
    except SecretError as error:
        checklist.failed(LOGIN, error)
        return checklist.findings()
    with ProxmoxSource(connection, budget=seconds, attempts=1) as source:
        try:
            topology = source.topology()
            for subject in (CONNECTION, TLS, LOGIN):
                checklist.passed(subject, _('Works.'))
            note_readable(checklist, topology)
            note_metrics(checklist, topology, source.metrics())
        except ProxboxError as error:
            ends_at = next((ENDS_AT[kind] for kind in type(error).__mro__ if kind in ENDS_AT), CONNECTION)
            checklist.failed(METRICS if checklist.has_passed(RIGHTS) else ends_at, error)
    return checklist.findings()
