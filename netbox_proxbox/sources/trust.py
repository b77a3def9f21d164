"""Why the certificate of a server is trusted: its signer is, or it is the very one, or nobody looks."""

import os
import ssl
from dataclasses import dataclass
from functools import lru_cache

from .fingerprint import fingerprint_of

__all__ = ('OtherCertificate', 'Trust', 'tls_context')

BUNDLES = ('REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE')


class OtherCertificate(ssl.SSLError):
    """A certificate (DER) whose fingerprint is none of those that are trusted."""

    def __init__(self, certificate: bytes) -> None:
        super().__init__('another certificate than the trusted one')
        self.certificate = certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """How a server proves who it is.

    With `fingerprints` by one of those SHA-256 fingerprints, and nothing else; else by a certificate for its name that
    is signed by `ca_certificate` (PEM) or, without one, by an authority of the system. Not at all without `verify`.
    """

    verify: bool = True
    ca_certificate: str = ''
    fingerprints: frozenset[str] = frozenset()

    def check(self, certificate: bytes | None) -> None:
        """Raise OtherCertificate unless this certificate (DER) is a trusted one, where its fingerprint decides."""
        shown = certificate or b''
        if self.verify and self.fingerprints and fingerprint_of(shown) not in self.fingerprints:
            raise OtherCertificate(shown)


def tls_context(trust: Trust) -> ssl.SSLContext:
    """The context for connections, made once for each trust: to load the authorities of a system takes a while."""
    if not trust.verify or trust.fingerprints:
        return _unverified()
    return _verified(trust.ca_certificate)


@lru_cache(maxsize=1)
def _unverified() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@lru_cache(maxsize=1024)
def _verified(ca_certificate: str) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=ca_certificate or None)
    # The authorities that Proxmox VE makes for itself lack what RFC 5280 wants, which Python 3.13 begins to look for.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    # So that what is pasted may be any certificate of the chain.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    bundle = next(filter(None, map(os.environ.get, BUNDLES)), None)
    if bundle and not ca_certificate:
        is_folder = os.path.isdir(bundle)
        context.load_verify_locations(capath=bundle if is_folder else None, cafile=None if is_folder else bundle)
    return context
