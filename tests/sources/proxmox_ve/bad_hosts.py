"""Hosts on loopback that are ill in one way each, with the address that leads to them."""

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import trustme

from netbox_proxbox.sources.proxmox_ve.connection import Address
from tests.sources.exchanges import tls
from tests.sources.proxbox_api.scripted_backend import Reply, ScriptedBackend
from tests.sources.raw_server import RawServer

from .scripted_member import HEALTHY, ScriptedMember, address_at

__all__ = (
    'Opened',
    'answers',
    'behaves',
    'certificate',
    'dropped',
    'in_need_of_a_certificate',
    'nobody',
    'plain_http',
    'sends',
    'silent',
    'unknown_host',
    'well',
)

type Opened = Callable[[], AbstractContextManager[Address]]


@cache
def authority() -> trustme.CA:
    """The authority of the cluster."""
    return trustme.CA()


def _trusted(port: int, host: str = '127.0.0.1', **trust: Any) -> Address:
    return address_at(port, host=host, **(trust or {'ca_certificate': authority().cert_pem.bytes().decode()}))


def answers(reply: Reply | Mapping[str, Reply], **trust: Any) -> Opened:
    """It answers with this, whatever it is asked, or by path."""
    replies = reply if isinstance(reply, Mapping) else dict.fromkeys(HEALTHY, reply)

    @contextmanager
    def opened() -> Iterator[Address]:
        with ScriptedMember(authority(), replies) as member:
            yield _trusted(member.port, **trust)

    return opened


def behaves(behave: Callable[[socket.socket], None], context: Callable[[], ssl.SSLContext] | None = None) -> Opened:
    """It does this with each connection, over TLS if there is a context, else before a word is read."""

    @contextmanager
    def opened() -> Iterator[Address]:
        with RawServer(behave, tls=context and context(), reads=context is not None) as server:
            yield _trusted(server.port)

    return opened


@contextmanager
def nobody() -> Iterator[Address]:
    """An address where nobody listens."""
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))
        yield _trusted(taken.getsockname()[1])


@contextmanager
def unknown_host() -> Iterator[Address]:
    """A name that is not found."""
    yield _trusted(8006, host='pve1.invalid')


@contextmanager
def dropped() -> Iterator[Address]:
    """A host that takes no more connections: the first packet of the next one is dropped."""
    with ExitStack() as stack:
        full = stack.enter_context(socket.create_server(('127.0.0.1', 0), backlog=0))
        for _ in range(2):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        yield _trusted(full.getsockname()[1])


@contextmanager
def plain_http() -> Iterator[Address]:
    """A service that speaks no TLS."""
    with ScriptedBackend(lambda _: Reply(body=[])) as server:
        yield _trusted(server.port)


def certificate(name: str = '127.0.0.1', **validity: int) -> Callable[[], ssl.SSLContext]:
    """What shows a certificate for a name, valid from and until so many days from now."""

    def context() -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        days = {key: datetime.now(UTC) + timedelta(days=value) for key, value in validity.items()}
        authority().issue_cert(name, **days).configure_cert(made)  # type: ignore[arg-type]
        return made

    return context


def in_need_of_a_certificate() -> ssl.SSLContext:
    """What wants a certificate of the client."""
    context = tls(authority())
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def well() -> ssl.SSLContext:
    """What shows a good certificate."""
    return tls(authority())


def silent(connection: socket.socket) -> None:
    """Listen, and say nothing."""
    while connection.recv(65536):
        pass


def sends(start: bytes) -> Callable[[socket.socket], None]:
    """Send this, and hang up."""
    return lambda connection: connection.sendall(start)
