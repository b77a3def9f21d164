"""What an endpoint needs to be read directly: addresses of its members, and why their certificates are trusted."""

from collections.abc import Iterable

from cryptography.x509 import load_pem_x509_certificates
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from netbox_proxbox.sources.fingerprint import normalized_fingerprint

from .entered import address_of

__all__ = (
    'ca_certificate',
    'further_address',
    'further_addresses',
    'host_and_port',
    'tls_fingerprint',
    'validate_ca_certificate',
)

MOST_ADDRESSES = 32
PRIVATE_KEY = 'PRIVATE KEY'
NO_CERTIFICATE = _(
    'Paste the certificate of the cluster, which begins with -----BEGIN CERTIFICATE-----: '
    'the file /etc/pve/pve-root-ca.pem of any of its nodes.'
)


def validate_ca_certificate(text: str) -> None:
    """Refuse what is no certificate in PEM, and a private key, which must never leave its host.

    What stands around a certificate must be ASCII, or Python's `ssl` refuses it as a whole.
    """
    if PRIVATE_KEY in text:
        raise ValidationError(_('This holds a private key. Paste the certificate alone.'), code='private-key')
    try:
        load_pem_x509_certificates(text.encode('ascii'))
    except ValueError:
        raise ValidationError(NO_CERTIFICATE, code='invalid') from None


def ca_certificate(text: str) -> str:
    """Return a certificate with the line ends of a file, whatever a browser has made of them."""
    return '\n'.join(line.strip() for line in text.strip().splitlines())


def tls_fingerprint(text: str) -> str:
    """Return a SHA-256 fingerprint as Proxmox VE shows it, however it was spelled. Raises ValidationError."""
    if not text.strip():
        return ''
    if (found := normalized_fingerprint(text)) is None:
        raise ValidationError(
            _('Enter the SHA-256 fingerprint as Proxmox VE shows it: 32 pairs of hexadecimal digits, with colons.')
        )
    return found


def further_addresses(entered: Iterable[str], others: Iterable[str]) -> list[str]:
    """Return addresses in one spelling, each once and without those of the others. Raises ValidationError."""
    found = list(dict.fromkeys(further_address(text) for text in entered if text.strip()))
    if len(found) > MOST_ADDRESSES:
        raise ValidationError(_('These are more than %(most)s addresses.') % {'most': MOST_ADDRESSES})
    known = set(others)
    return [address for address in found if address not in known]


def further_address(text: str) -> str:
    """Return a host, or a host with the port that was entered with it. Raises ValidationError."""
    try:
        domain, ip_address, port = address_of(text.strip(), None, 0)
    except ValidationError:
        told = _('"%(text)s" is no address such as pve2.example.com, 192.0.2.12 or pve2.example.com:8006.')
        raise ValidationError(told % {'text': text}) from None
    host = domain or str(ip_address)
    return f'{_in_brackets(host)}:{port}' if port else host


def host_and_port(address: str, default_port: int) -> tuple[str, int]:
    """Return what a normalized address means."""
    if address.count(':') > 1 and not address.startswith('['):
        return address, default_port
    host, _colon, port = address.rpartition(':') if address.rpartition(':')[2].isdecimal() else (address, '', '')
    return host.strip('[]'), int(port) if port else default_port


def _in_brackets(host: str) -> str:
    return f'[{host}]' if ':' in host else host
