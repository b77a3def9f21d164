"""The certificates of the estates, made when first asked for and the same as long as the process lives."""

import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache

from .estate import CertificateState, Estate, Node
from .faults import TlsFault
from .x509 import Authority, Certificate

__all__ = (
    'authority_of',
    'certificate_of',
    'context_for',
    'fingerprint',
)

NOBODY = '(unknown authority)'
LOCAL_NAMES = ('127.0.0.1', '::1', 'localhost')
ELSEWHERE = ('elsewhere.example.org',)


def authority_of(estate: Estate) -> Certificate:
    """The root CA of an estate, which its name decides."""
    return _authority(estate.authority or estate.name).certificate


def certificate_of(estate: Estate, node: Node) -> Certificate:
    """The certificate of a node as its cluster knows it."""
    return _issued(estate.authority or estate.name, node.name, _names(estate, node), node.certificate)


def fingerprint(estate: Estate, node: Node) -> str:
    """The SHA-256 fingerprint of a node's certificate as Proxmox VE writes it."""
    return certificate_of(estate, node).fingerprint


def context_for(estate: Estate, node: Node, fault: TlsFault) -> ssl.SSLContext:
    """What the listener of a node shakes hands with: its own certificate, or that of an impostor."""
    impostors = {TlsFault.UNTRUSTED: NOBODY, TlsFault.CHANGED: estate.authority or estate.name}
    if fault not in impostors:
        return _context(certificate_of(estate, node))
    return _context(_issued(impostors[fault], node.name, _names(estate, node), CertificateState(serial=-1)))


def _names(estate: Estate, node: Node) -> tuple[str, ...]:
    own = (node.ip_address, node.name) if node.ip_address else (node.name,)
    return (*LOCAL_NAMES, *own, *estate.hosts)


@cache
def _authority(name: str) -> Authority:
    return Authority.made()


@cache
def _issued(authority: str, node: str, names: tuple[str, ...], state: CertificateState) -> Certificate:
    expires = datetime.now(UTC) - timedelta(days=1) if state.expired else None
    return _authority(authority).issue(node, ELSEWHERE if state.misnamed else names, expires=expires)


@cache
def _context(certificate: Certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.num_tickets = 0
    with tempfile.NamedTemporaryFile('w') as file:
        file.write(certificate.pem + certificate.key_pem)
        file.flush()
        context.load_cert_chain(file.name)
    return context
