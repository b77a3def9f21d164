"""Single exchanges with a server of a test, and the TLS that both sides need."""

import ssl
from typing import Any

import pytest
import trustme

from netbox_proxbox import errors
from netbox_proxbox.sources.answers import Answer
from netbox_proxbox.sources.proxbox_api.transport import BackendTransport
from netbox_proxbox.sources.records import BackendConnection

from .proxbox_api.scripted_backend import API_KEY

__all__ = ('exchange', 'failure', 'tls')


def exchange(connection: BackendConnection, path: str = '/version', **arguments: Any) -> Answer:
    """One exchange on a transport of its own."""
    transport = BackendTransport(connection)
    try:
        return transport.exchange(
            arguments.pop('method', 'GET'),
            path,
            params=arguments.pop('params', None),
            payload=arguments.pop('payload', None),
            seconds=arguments.pop('seconds', connection.timeout),
        )
    finally:
        transport.close()


def failure(connection: BackendConnection, **arguments: Any) -> errors.ProxboxError:
    """The error of an exchange, which must not lead to the text of another library."""
    with pytest.raises(errors.ProxboxError) as caught:
        exchange(connection, **arguments)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert API_KEY not in str(caught.value)
    return caught.value


def tls(authority: trustme.CA, name: str = '127.0.0.1') -> ssl.SSLContext:
    """What a server needs to show a certificate of that authority for a name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context
