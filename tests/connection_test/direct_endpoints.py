"""Endpoints that are read directly, and what a test of them found."""

import ssl
from typing import Any

import trustme

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.sources.fingerprint import fingerprint_of
from tests.builders import a_direct_endpoint
from tests.sources.proxmox_ve.scripted_member import TOKEN_VALUE

__all__ = (
    'ALL_WELL',
    'CERTIFICATE',
    'CONNECTION',
    'LOGIN',
    'METRICS',
    'OTHERS',
    'STATUS_STEP',
    'leading_to',
    'pem_of',
    'pin_of',
    'until',
)

CONNECTION, CERTIFICATE, LOGIN, STATUS_STEP, METRICS, OTHERS = SUBJECTS = (
    'Connection',
    'Certificate',
    'Login',
    'Cluster status',
    'Metrics of nodes',
    'Other members',
)
ALL_WELL = dict.fromkeys(SUBJECTS, 'ok')


def until(failing: str, *working: str) -> dict[str, str]:
    """The levels when one step fails, these work, and the others were not tried."""
    return {**dict.fromkeys(SUBJECTS, 'not-tried'), **dict.fromkeys(working, 'ok'), failing: 'error'}


def pem_of(ca: trustme.CA) -> str:
    return ca.cert_pem.bytes().decode()


def pin_of(port: int, host: str = '127.0.0.1') -> str:
    return fingerprint_of(ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate((host, port))))


def leading_to(port: int, **fields: Any) -> ProxmoxEndpoint:
    """Save an endpoint that leads to a port of this host."""
    token = {'username': 'netbox@pve', 'password': '', 'token_name': 'sync', 'token_value': TOKEN_VALUE}
    return a_direct_endpoint(**{'ip_address': '127.0.0.1', 'port': port, **token, **fields})
