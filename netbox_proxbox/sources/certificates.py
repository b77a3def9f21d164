"""The answer of `GET /nodes/{node}/certificates/info`, and the CA in it that tells one cluster from another. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from .fingerprint import normalized_fingerprint
from .values import text

__all__ = ('Certificate', 'parse_certificates', 'root_ca_of')

ROOT_CA = 'pve-root-ca.pem'


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One certificate of a node: the name of its file, its SHA-256 fingerprint, and itself in PEM."""

    filename: str
    fingerprint: str
    pem: str


def parse_certificates(found: object) -> tuple[Certificate, ...]:
    """The certificates that are told of; what is not spelled as one is left out."""
    rows = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
    return tuple(
        Certificate(filename=filename, fingerprint=fingerprint, pem=pem)
        for row in rows
        if (filename := text(row.get('filename')))
        and (fingerprint := normalized_fingerprint(text(row.get('fingerprint')) or ''))
        and isinstance(pem := row.get('pem'), str)
    )


def root_ca_of(certificates: Iterable[Certificate]) -> Certificate | None:
    """The CA that Proxmox VE made for the cluster, which all of its members have; None where it is not told of."""
    return next((certificate for certificate in certificates if certificate.filename == ROOT_CA), None)
