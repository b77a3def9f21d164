"""Where TLS is not used or not verified: what that risks, and how to end it."""

from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.sources.transport import is_local

from .findings import Finding, Level

__all__ = ('risk_of_backend', 'risk_of_endpoint', 'uses_tls')


def uses_tls(backend: ProxboxBackend) -> bool:
    """Tell whether the address of a backend is one of HTTPS; an address of plain HTTP has nothing to verify."""
    return urlsplit(backend.base_url).scheme == 'https'


def risk_of_backend(backend: ProxboxBackend) -> Finding | None:
    """Return what is risked on the way to a backend; None when its certificate is verified, or nobody is in between."""
    if not uses_tls(backend):
        return None if _is_private(backend.base_url) else _risk_of_plain_http(backend)
    if backend.verify_tls:
        return None
    summary = _(
        'TLS verification is off between NetBox and proxbox-api: whoever gets in between can read the API key and '
        'the logins of all its endpoints, and answer in its place.'
    )
    cure = _(
        'Give proxbox-api a certificate that the hosts of NetBox and of the worker trust, and switch on "Verify TLS" '
        'of backend "{backend}".'
    )
    return Finding(_('TLS'), Level.WARNING, summary, cure.format(backend=backend.name))


def risk_of_endpoint(endpoint: ProxmoxEndpoint) -> Finding | None:
    """Return what is risked between an endpoint and whoever reads it; None when the certificate is verified."""
    if endpoint.verify_ssl:
        return None
    if endpoint.is_direct:
        return _risk_of_direct_reading(endpoint)
    summary = _(
        'TLS verification is off between proxbox-api and Proxmox VE: whoever gets in between can read the login of '
        'this endpoint, and answer in its place.'
    )
    cure = _(
        'Let the host of proxbox-api trust the certificate of Proxmox VE (its own authority is '
        '/etc/pve/pve-root-ca.pem on each node), and switch on "Verify TLS" of endpoint "{endpoint}".'
    )
    return Finding(_('TLS of Proxmox VE'), Level.WARNING, summary, cure.format(endpoint=endpoint.name))


def _is_private(url: str) -> bool:
    """Tell whether a URL stays on this host or, with a name without a domain, in a network of containers."""
    host = urlsplit(url).hostname or ''
    return is_local(url) or not {'.', ':'} & set(host)


def _risk_of_plain_http(backend: ProxboxBackend) -> Finding:
    summary = _('The address is one of plain HTTP: whoever is in between reads the API key and the logins.')
    cure = _(
        'Let proxbox-api be reached over HTTPS, as by a proxy in front of it on its host, and give backend "{backend}" '
        'that address.'
    )
    return Finding(_('TLS'), Level.WARNING, summary, cure.format(backend=backend.name))


def _risk_of_direct_reading(endpoint: ProxmoxEndpoint) -> Finding:
    summary = _(
        'TLS verification is off between NetBox and Proxmox VE: whoever gets in between can read the login of this '
        'endpoint, and answer in its place. Only the addresses that were entered are asked.'
    )
    cure = _(
        'Give endpoint "{endpoint}" its CA certificate (/etc/pve/pve-root-ca.pem on each node) or the fingerprint of '
        'its certificate, and switch on "Verify TLS".'
    )
    return Finding(_('TLS of Proxmox VE'), Level.WARNING, summary, cure.format(endpoint=endpoint.name))
