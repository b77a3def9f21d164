"""One member of a cluster on loopback, over HTTPS, that answers as a test says; and how a client gets there."""

import ssl
from collections.abc import Callable, Mapping
from typing import Any

import trustme

from netbox_proxbox.sources.proxmox_ve.connection import Address, Login, ProxmoxConnection
from netbox_proxbox.sources.trust import Trust
from tests.sources.exchanges import tls
from tests.sources.proxbox_api.scripted_backend import Received, Reply, ScriptedBackend

from .captured import captured_reply

__all__ = (
    'API',
    'HEALTHY',
    'PASSWORD',
    'STATUS',
    'TOKEN',
    'TOKEN_VALUE',
    'ScriptedMember',
    'address_at',
    'answering',
    'connection_to',
    'told',
)

TOKEN_VALUE = '5e0f9a3c-1b2d-4c6e-8f70-9a8b7c6d5e4f'
TOKEN = Login(username='netbox@pve', token_name='sync', token_value=TOKEN_VALUE)
PASSWORD = Login(username='netbox@pve', password='a-password-that-nobody-may-see')
API = '/api2/json'
STATUS = '/cluster/status'
SERVER = {'Server': 'pve-api-daemon/3.0'}


def told(data: object) -> Reply:
    """A success of Proxmox VE."""
    return Reply(body={'data': data}, headers=SERVER)


HEALTHY: Mapping[str, Reply] = {
    STATUS: captured_reply('cluster-status-healthy'),
    '/nodes': captured_reply('nodes-healthy'),
    '/version': captured_reply('version-9'),
    '/access/ticket': captured_reply('ticket-ok'),
    '/nodes/pier2/certificates/info': captured_reply('node-certificates'),
}


def answering(replies: Mapping[str, Reply]) -> Callable[[Received], Reply]:
    """Each path below the JSON API has its reply; of others, Proxmox VE has no call."""
    unknown = captured_reply('501-no-such-call')
    return lambda received: replies.get(received.path.removeprefix(API), unknown)


class ScriptedMember(ScriptedBackend):
    """Serves these replies, with a certificate of this authority for a name or with that of `context`; a context."""

    def __init__(
        self,
        authority: trustme.CA,
        replies: Mapping[str, Reply] = HEALTHY,
        *,
        name: str = '127.0.0.1',
        context: ssl.SSLContext | None = None,
        at: tuple[str, int] = ('127.0.0.1', 0),
    ) -> None:
        self.replies = answering(replies)
        super().__init__(lambda received: self.replies(received), tls=context or tls(authority, name), at=at)
        self.authority = authority

    @property
    def asked(self) -> list[str]:
        """Method and path, below the JSON API, of each request received."""
        return [f'{found.method} {found.path.removeprefix(API)}' for found in self.received]

    def address(self, **trust: Any) -> Address:
        """Where it answers; its authority is trusted unless the test says otherwise."""
        return address_at(self.port, **(trust or {'ca_certificate': self.authority.cert_pem.bytes().decode()}))


def address_at(port: int, *, host: str = '127.0.0.1', **trust: Any) -> Address:
    """An address, trusted as the system does unless the test says otherwise."""
    return Address(host=host, port=port, trust=Trust(**trust))


def connection_to(*addresses: Address, login: Login = TOKEN, timeout: float = 5.0) -> ProxmoxConnection:
    """An endpoint with these addresses."""
    return ProxmoxConnection(endpoint='lab', addresses=addresses, login=login, timeout=timeout)
