"""On how many ways TLS is not used, or its verification is switched off."""

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint

from .findings import Finding, Level
from .tls_verification import risk_of_backend

__all__ = ('verification',)


def verification() -> list[Finding]:
    """Tell of each enabled backend, and of direct reading, what is believed without a look at certificates."""
    unverified = Count('endpoints', filter=Q(endpoints__enabled=True, endpoints__verify_ssl=False))
    known = ProxboxBackend.objects.filter(enabled=True).annotate(unverified=unverified)
    in_the_clear = ~Q(base_url__istartswith='https:')
    suspect = known.filter(in_the_clear | Q(verify_tls=False) | Q(unverified__gt=0)).order_by(F('name'))
    found = [finding for backend in suspect for finding in _findings(backend, backend.unverified)]
    found += _of_direct_readings(ProxmoxEndpoint.objects.filter(backend=None, enabled=True, verify_ssl=False).count())
    return found or [Finding(_('TLS verification'), Level.OK, _('It is switched off nowhere.'))]


def _findings(backend: ProxboxBackend, endpoint_count: int) -> list[Finding]:
    subject = _('TLS verification of {name}').format(name=backend.name)
    risk = risk_of_backend(backend)
    found = [Finding(subject, risk.level, risk.summary, risk.cure)] if risk else []
    return [*found, _of_endpoints(subject, endpoint_count)] if endpoint_count else found


def _of_endpoints(subject: str, count: int) -> Finding:
    summary = ngettext(
        'It is off for {count} endpoint: whoever gets in between proxbox-api and Proxmox VE can read its login.',
        'It is off for {count} endpoints: whoever gets in between proxbox-api and Proxmox VE can read their logins.',
        count,
    )
    cure = _(
        'Let the host of proxbox-api trust their certificates, and switch on "Verify TLS" on their pages, which say '
        'more.'
    )
    return Finding(subject, Level.WARNING, summary.format(count=count), cure)


def _of_direct_readings(count: int) -> list[Finding]:
    if not count:
        return []
    summary = ngettext(
        'It is off for {count} endpoint: whoever gets in between NetBox and Proxmox VE can read its login.',
        'It is off for {count} endpoints: whoever gets in between NetBox and Proxmox VE can read their logins.',
        count,
    )
    cure = _('Give each its CA certificate or a fingerprint, and switch on "Verify TLS". Their pages say more.')
    subject = _('TLS verification of direct readings')
    return [Finding(subject, Level.WARNING, summary.format(count=count), cure)]
