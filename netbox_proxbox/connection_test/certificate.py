"""What a test says of the certificate that an address shows. Pure."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.errors import ProxboxError
from netbox_proxbox.health.findings import Level, Offer
from netbox_proxbox.health.tls_verification import risk_of_endpoint
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.sources.proxmox_ve.shown_certificate import ShownCertificate

from .checklist import Checklist
from .endpoint_steps import TLS

__all__ = ('note_trusted', 'note_untrusted', 'offer_of_authority')

EXPIRES_SOON = timedelta(days=14)
# What renews a certificate by itself does so 30 days before its end, and a pin breaks then.
PIN_BREAKS_SOON = timedelta(days=60)


def note_trusted(
    checklist: Checklist, endpoint: ProxmoxEndpoint, shown: ShownCertificate, now: datetime, offer: Offer | None
) -> None:
    """Note a certificate that lets the login through, with what is about to go wrong with it."""
    told = _described(shown)
    if risk := risk_of_endpoint(endpoint):
        checklist.note(TLS, risk.level, f'{risk.summary} {told}', risk.cure, _offer_of_pin(shown))
        return
    left = shown.ends - now if shown.ends else None
    if left is not None and left < (PIN_BREAKS_SOON if endpoint.tls_fingerprint else EXPIRES_SOON):
        checklist.note(TLS, Level.WARNING, f'{_days(left)} {told}', _cure_of_end(endpoint), offer)
        return
    trusted = _('Trusted by its fingerprint.') if endpoint.tls_fingerprint else _('Trusted.')
    checklist.note(TLS, Level.OK, f'{trusted} {told}', _cure_of_pin() if endpoint.tls_fingerprint else '', offer)


def note_untrusted(checklist: Checklist, error: ProxboxError, shown: ShownCertificate | None) -> None:
    """Note a certificate that is not trusted, so that no login was sent, and what it is if it can still be seen."""
    if shown is None:
        return
    checklist.note(TLS, Level.ERROR, f'{error.cause} {_described(shown)}', error.cure, _offer_of_pin(shown))


def offer_of_authority(pem: str) -> Offer:
    """Return the offer to trust the cluster's own authority in place of one certificate."""
    return Offer(_('Trust the CA of this cluster'), 'ca_certificate', pem, 'tls_fingerprint')


def _offer_of_pin(shown: ShownCertificate) -> Offer:
    return Offer(_('Trust this certificate'), 'tls_fingerprint', shown.fingerprint, 'ca_certificate')


def _described(shown: ShownCertificate) -> str:
    if shown.begins is None or shown.ends is None:
        return _('Its SHA-256 fingerprint is {fingerprint}; the rest of it cannot be read.').format(
            fingerprint=shown.fingerprint
        )
    told = _(
        'It is shown with the SHA-256 fingerprint {fingerprint}, for {subject}, issued by {issuer}, valid from '
        '{begins} to {ends}.'
    )
    return told.format(
        fingerprint=shown.fingerprint,
        subject=shown.subject or _('nobody in particular'),
        issuer=shown.issuer or _('nobody in particular'),
        begins=f'{shown.begins:%Y-%m-%d}',
        ends=f'{shown.ends:%Y-%m-%d}',
    )


def _days(left: timedelta) -> str:
    days = max(left.days, 0)
    return ngettext('Trusted, and over in {days} day.', 'Trusted, and over in {days} days.', days).format(days=days)


def _cure_of_end(endpoint: ProxmoxEndpoint) -> str:
    if endpoint.tls_fingerprint:
        return _cure_of_pin()
    return _('Renew it on that host (pvecm updatecerts --force, or its ACME account) and restart pveproxy.')


def _cure_of_pin() -> str:
    return _(
        'Proxmox VE renews it by itself, and then the fingerprint is another one. Enter the CA certificate of the '
        'cluster instead (/etc/pve/pve-root-ca.pem on each node), which outlives that.'
    )
