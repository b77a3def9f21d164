"""The certificate that an address shows, whoever trusts it: a handshake that is broken off before a word is said."""

from dataclasses import dataclass
from datetime import datetime

from cryptography.x509 import load_der_x509_certificate

from netbox_proxbox.errors.printable import printable
from netbox_proxbox.sources.fingerprint import fingerprint_of
from netbox_proxbox.sources.network_faults import NetworkFailure
from netbox_proxbox.sources.transport import Transport
from netbox_proxbox.sources.trust import Trust

from .connection import Address

__all__ = ('ShownCertificate', 'shown_certificate')

# No certificate has this fingerprint, so nothing is ever sent.
NOBODY = Trust(fingerprints=frozenset({''}))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCertificate:
    """What it says of itself; None and empty where it cannot be read. `fingerprint` is SHA-256."""

    fingerprint: str
    subject: str = ''
    issuer: str = ''
    begins: datetime | None = None
    ends: datetime | None = None


def shown_certificate(address: Address, seconds: float) -> ShownCertificate | None:
    """The certificate that is shown there; None if no handshake comes about within these seconds."""
    transport = Transport(address.url, NOBODY)
    try:
        transport.exchange('GET', '', headers={}, seconds=seconds)
    except NetworkFailure as failure:
        return _read(failure.certificate) if failure.certificate else None
    finally:
        transport.close()
    return None


def _read(der: bytes) -> ShownCertificate:
    fingerprint = fingerprint_of(der)
    try:
        found = load_der_x509_certificate(der)
        return ShownCertificate(
            fingerprint=fingerprint,
            subject=printable(found.subject.rfc4514_string()),
            issuer=printable(found.issuer.rfc4514_string()),
            begins=found.not_valid_before_utc,
            ends=found.not_valid_after_utc,
        )
    except ValueError:
        return ShownCertificate(fingerprint=fingerprint)
