"""The certificates of the simulation: one authority of its own for all estates, and one that nobody trusts."""

import ssl
from pathlib import Path

import trustme

from .faults import TlsFault

__all__ = ('Certificates',)


class Certificates:
    """Made anew at each start; the authority's certificate can be given to clients that verify."""

    def __init__(self, *hosts: str) -> None:
        self._authority = trustme.CA(organization_name='PVE Cluster Manager CA')
        self._contexts = {
            TlsFault.NONE: _context(self._authority, 'localhost', *hosts),
            TlsFault.UNTRUSTED: _context(trustme.CA(), 'elsewhere.example.org'),
        }

    def context(self, fault: TlsFault) -> ssl.SSLContext | None:
        """The context to serve with, or None for no TLS at all."""
        return self._contexts.get(fault)

    def write_authority(self, path: Path) -> None:
        """Write the authority's certificate in PEM."""
        self._authority.cert_pem.write_to_path(str(path))


def _context(authority: trustme.CA, *identities: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*dict.fromkeys(identities)).configure_cert(context)
    return context
