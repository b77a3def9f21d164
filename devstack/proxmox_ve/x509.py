"""X.509 as a Proxmox VE cluster has it: a root CA of its own that signs a certificate for each node."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from ipaddress import ip_address
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

__all__ = (
    'Authority',
    'Certificate',
)

AUTHORITY_LIFETIME = timedelta(days=3_650)
NODE_LIFETIME = timedelta(days=730)
_SIGNING = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)
LONGEST_NAME, LONGEST_HOST = 64, 253
_SHORT_NAMES = {NameOID.COMMON_NAME: 'CN', NameOID.ORGANIZATIONAL_UNIT_NAME: 'OU', NameOID.ORGANIZATION_NAME: 'O'}


@dataclass(frozen=True, eq=False)
class Certificate:
    """A certificate with its private key, in the words of `/nodes/{node}/certificates/info`."""

    document: x509.Certificate = field(repr=False)
    key: ec.EllipticCurvePrivateKey = field(repr=False)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 as Proxmox VE writes it: upper-case pairs with colons."""
        return self.document.fingerprint(SHA256()).hex(':').upper()

    @cached_property
    def pem(self) -> str:
        """The certificate without its key."""
        return self.document.public_bytes(Encoding.PEM).decode()

    @property
    def key_pem(self) -> str:
        """The private key, unprotected."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    def described(self, filename: str) -> dict[str, object]:
        """Everything the API tells of it; times are seconds since 1970."""
        return {
            'filename': filename,
            'fingerprint': self.fingerprint,
            'subject': _text(self.document.subject),
            'issuer': _text(self.document.issuer),
            'notbefore': int(self.document.not_valid_before_utc.timestamp()),
            'notafter': int(self.document.not_valid_after_utc.timestamp()),
            'san': self._names(),
            'public-key-type': 'id-ecPublicKey',
            'public-key-bits': self.key.key_size,
            'pem': self.pem,
        }

    def _names(self) -> list[str]:
        try:
            found = self.document.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        except x509.ExtensionNotFound:
            return []
        return [name.value.exploded if isinstance(name, x509.IPAddress) else str(name.value) for name in found]


@dataclass(frozen=True, eq=False)
class Authority:
    """The CA of one cluster."""

    certificate: Certificate

    @classmethod
    def made(cls) -> Self:
        """A new one with a unit of its own."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name(CN='Proxmox Virtual Environment', OU=str(uuid.uuid4()), O='PVE Cluster Manager CA')
        builder = _builder(name, name, key, AUTHORITY_LIFETIME, expires=None)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        builder = builder.add_extension(_SIGNING, critical=True)
        return cls(Certificate(builder.sign(key, SHA256()), key))

    def issue(self, common_name: str, names: Sequence[str], *, expires: datetime | None = None) -> Certificate:
        """A certificate for these addresses and host names, good for two years unless it expires otherwise."""
        issuer, key = self.certificate, ec.generate_private_key(ec.SECP256R1())
        subject = _name(OU='PVE Cluster Node', O='Proxmox Virtual Environment', CN=common_name[:LONGEST_NAME])
        # Only what is a host name in a certificate, too.
        known = (name for name in dict.fromkeys(names) if name.isascii() and len(name) <= LONGEST_HOST)
        alternatives = x509.SubjectAlternativeName([_alternative(name) for name in known])
        builder = _builder(subject, issuer.document.subject, key, NODE_LIFETIME, expires=expires)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(alternatives, critical=False)
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        builder = builder.add_extension(self._key_identifier, critical=False)
        return Certificate(builder.sign(issuer.key, SHA256()), key)

    @cached_property
    def _key_identifier(self) -> x509.AuthorityKeyIdentifier:
        return x509.AuthorityKeyIdentifier.from_issuer_public_key(self.certificate.key.public_key())


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    lifetime: timedelta,
    *,
    expires: datetime | None,
) -> x509.CertificateBuilder:
    public = key.public_key()
    ends = expires or datetime.now(UTC) + lifetime
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        # Clocks of hosts differ, and are set back.
        .not_valid_before(ends - lifetime - timedelta(hours=1))
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _name(**parts: str) -> x509.Name:
    oids = {short: oid for oid, short in _SHORT_NAMES.items()}
    return x509.Name([x509.NameAttribute(oids[short], value) for short, value in parts.items()])


def _text(name: x509.Name) -> str:
    """A name as OpenSSL writes it on one line."""
    return ''.join(f'/{_SHORT_NAMES[attribute.oid]}={attribute.value!s}' for attribute in name)


@lru_cache(maxsize=10_000)
def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
