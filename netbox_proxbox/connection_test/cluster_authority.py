"""The cluster's own CA, told by a member that is trusted by its fingerprint: it outlives that certificate."""

from dataclasses import replace

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate

from netbox_proxbox.errors import ProxboxError
from netbox_proxbox.sources.certificates import root_ca_of
from netbox_proxbox.sources.proxmox_ve.connection import Address, ProxmoxConnection
from netbox_proxbox.sources.proxmox_ve.source import ProxmoxSource
from netbox_proxbox.sources.records import Topology
from netbox_proxbox.sources.trust import Trust

from .other_members import answer_of

__all__ = ('authority_that_verifies',)


def authority_that_verifies(
    address: Address, connection: ProxmoxConnection, source: ProxmoxSource, topology: Topology, seconds: float
) -> str:
    """Return the CA in PEM, if it verifies this address too; empty if not, or if it is not told."""
    pem = _told(source, topology.local_node)
    if not pem:
        return ''
    held_against_it = replace(address, trust=Trust(ca_certificate=pem))
    return pem if answer_of(connection, held_against_it, seconds) is None else ''


def _told(source: ProxmoxSource, node: str) -> str:
    try:
        found = source.certificates(node) if node else ()
        root_ca = root_ca_of(found)
        # Nothing but the certificate, whatever stands around it.
        return load_pem_x509_certificate(root_ca.pem.encode() if root_ca else b'').public_bytes(Encoding.PEM).decode()
    except (ProxboxError, ValueError):
        return ''
