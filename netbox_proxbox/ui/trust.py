"""Why the certificate of an endpoint is trusted, in words."""

from cryptography.x509 import Certificate, load_pem_x509_certificates
from django.utils.translation import gettext as _

from netbox_proxbox.models import ProxmoxEndpoint

__all__ = ('trust_of',)


def trust_of(endpoint: ProxmoxEndpoint) -> str:
    """Return what the certificate is held against; nothing when it is not, or when a backend decides that."""
    if not endpoint.is_direct or not endpoint.verify_ssl:
        return ''
    if endpoint.tls_fingerprint:
        return _('Only the certificate with the fingerprint {pin}').format(pin=endpoint.tls_fingerprint)
    if endpoint.ca_certificate:
        return _('Certificates of {authorities}').format(authorities=_authorities(endpoint.ca_certificate))
    return _('Certificates of the authorities that the system of the worker trusts')


def _authorities(pem: str) -> str:
    try:
        return '; '.join(map(_authority, load_pem_x509_certificates(pem.encode())))
    except ValueError:
        return _('an authority that cannot be read')


def _authority(certificate: Certificate) -> str:
    words = _('{subject}, until {end}')
    return words.format(subject=certificate.subject.rfc4514_string(), end=f'{certificate.not_valid_after_utc:%Y-%m-%d}')
