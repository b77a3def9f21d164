"""SHA-256 fingerprints of certificates, as the pages of Proxmox VE show them."""

import hashlib
import re

__all__ = ('fingerprint_of', 'normalized_fingerprint')

LABEL = re.compile(r'^(sha-?256)?\s*(fingerprint)?\s*[=:]\s*|^sha-?256\s+', re.IGNORECASE)
DIGITS = re.compile(r'[0-9A-F]{64}')


def fingerprint_of(certificate: bytes) -> str:
    """The fingerprint of a certificate in DER: pairs of upper-case hexadecimal digits with colons, 95 characters."""
    return _with_colons(hashlib.sha256(certificate).hexdigest().upper())


def normalized_fingerprint(text: str) -> str | None:
    """The one spelling of a fingerprint, also of what openssl prints; None for what is none of SHA-256."""
    digits = re.sub(r'[\s:]', '', LABEL.sub('', text.strip())).upper()
    return _with_colons(digits) if DIGITS.fullmatch(digits) else None


def _with_colons(digits: str) -> str:
    return ':'.join(digits[place : place + 2] for place in range(0, len(digits), 2))
