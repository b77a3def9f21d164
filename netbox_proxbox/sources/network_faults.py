"""Which error a failure below HTTP means. The texts of `requests` are never passed on: they may hold credentials."""

import errno
import http.client
import socket
import ssl
from collections.abc import Iterator

import requests
import urllib3.exceptions

from netbox_proxbox.errors import BackendError, BackendTimeout, BackendTlsError, BackendUnreachable, BackendWithoutTls

__all__ = ('NETWORK_ERRORS', 'network_fault')

NETWORK_ERRORS = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    UnicodeError,
)
INVALID_URL = (
    requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidSchema,
    urllib3.exceptions.LocationValueError,
    UnicodeError,
)
# Not urllib3's TimeoutError as a whole: a refused connection is one of its kinds.
TIMEOUTS = (requests.Timeout, urllib3.exceptions.ReadTimeoutError, TimeoutError)
CUT_IN_TLS = (ssl.SSLEOFError, ssl.SSLZeroReturnError)
NO_TLS = frozenset({'WRONG_VERSION_NUMBER', 'RECORD_LAYER_FAILURE'})
NO_ROUTE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH})


def network_fault(error: BaseException, backend: str, url: str) -> BackendError:
    """The error to raise `from None`."""
    chain = tuple(_chain(error))
    if any(isinstance(link, INVALID_URL) for link in chain):
        return BackendError(backend, 'Its URL is not a valid http or https address.')
    if any(isinstance(link, TIMEOUTS) for link in chain):
        return BackendTimeout(backend)
    if any(isinstance(link, ssl.SSLError) and link.reason in NO_TLS for link in chain):
        return BackendWithoutTls(backend)
    if any(isinstance(link, ssl.SSLError) for link in chain) and not any(
        isinstance(link, CUT_IN_TLS) for link in chain
    ):
        return BackendTlsError(backend, _tls_reason(chain))
    return BackendUnreachable(backend, _connection_reason(chain, url))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what it wraps; requests and urllib3 keep that in `args` and `reason`, not only as the cause."""
    waiting, seen = [error], set[int]()
    while waiting:
        link = waiting.pop()
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        within = (*link.args, getattr(link, 'reason', None), link.__cause__, link.__context__)
        waiting.extend(found for found in within if isinstance(found, BaseException))


def _tls_reason(chain: tuple[BaseException, ...]) -> str:
    for link in chain:
        if isinstance(link, ssl.SSLCertVerificationError) and link.verify_message:
            return f'The certificate is refused: {link.verify_message.rstrip(".")}.'
    return 'The TLS handshake failed.'


def _connection_reason(chain: tuple[BaseException, ...], url: str) -> str:
    if any(isinstance(link, requests.exceptions.ProxyError) for link in chain):
        return 'The proxy that HTTP_PROXY or HTTPS_PROXY names does not lead to it.'
    if any(isinstance(link, socket.gaierror) for link in chain):
        return 'Its host name is not found.'
    if any(isinstance(link, ConnectionRefusedError) for link in chain):
        return 'The connection is refused.'
    if any(isinstance(link, OSError) and link.errno in NO_ROUTE for link in chain):
        return 'There is no route to its host.'
    was_cut = 'The connection was cut before the whole answer was there.'
    # RemoteDisconnected is a reset too. A server that waits for TLS ends like this, without a word.
    if url.startswith('http:') and any(isinstance(link, ConnectionResetError) for link in chain):
        return f'{was_cut} If it is served with TLS, its URL must begin with https://.'
    return was_cut
