"""What a failure below HTTP means. The texts of `requests` are never passed on: they may hold credentials."""

import errno
import http.client
import socket
import ssl
from collections.abc import Iterator
from enum import Enum, auto

import requests
import urllib3.exceptions

from .trust import OtherCertificate

__all__ = ('NETWORK_ERRORS', 'Fault', 'NetworkFailure', 'network_failure', 'timed_out')

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
# Of OpenSSL: X509_V_ERR_CERT_NOT_YET_VALID, _HAS_EXPIRED; _HOSTNAME_MISMATCH, _IP_ADDRESS_MISMATCH.
OUT_OF_DATE = frozenset({9, 10})
FOR_ANOTHER_NAME = frozenset({62, 64})


class Fault(Enum):
    """The kinds of failure that those who ask tell apart."""

    INVALID_URL = auto()
    TIMEOUT = auto()
    WITHOUT_TLS = auto()
    NOT_TRUSTED = auto()
    OUT_OF_DATE = auto()
    FOR_ANOTHER_NAME = auto()
    OTHER_CERTIFICATE = auto()
    NO_HANDSHAKE = auto()
    CLOSED_IN_HANDSHAKE = auto()
    TOO_LARGE = auto()
    UNREACHABLE = auto()
    CUT_OFF = auto()


class NetworkFailure(Exception):
    """No answer: the kind, a sentence for people, and the certificate that was shown where another was expected."""

    def __init__(self, fault: Fault, reason: str = '', *, certificate: bytes = b'') -> None:
        super().__init__(fault.name, reason)
        self.fault = fault
        self.reason = reason
        self.certificate = certificate


def network_failure(error: BaseException, url: str, *, in_handshake: bool = False) -> NetworkFailure:
    """The failure to raise `from None`; `in_handshake` is whether the connection was still being made."""
    chain = tuple(_chain(error))
    if any(isinstance(link, INVALID_URL) for link in chain):
        return NetworkFailure(Fault.INVALID_URL, 'Its URL is not a valid http or https address.')
    if any(isinstance(link, TIMEOUTS) for link in chain):
        return timed_out(error, in_handshake=in_handshake)
    if of_tls := _tls_failure(chain):
        return of_tls
    was_closed = any(isinstance(link, (*CUT_IN_TLS, ConnectionResetError)) for link in chain)
    if in_handshake and was_closed:
        return NetworkFailure(Fault.CLOSED_IN_HANDSHAKE)
    if reason := _without_connection(chain):
        return NetworkFailure(Fault.UNREACHABLE, reason)
    return NetworkFailure(Fault.CUT_OFF, _cut_off(chain, url))


def timed_out(error: BaseException, *, in_handshake: bool = False) -> NetworkFailure:
    """How far it came within its time."""
    if any(isinstance(link, requests.ConnectTimeout) for link in _chain(error)):
        return NetworkFailure(Fault.TIMEOUT, 'No connection was made: the host is off, or a firewall drops it.')
    return NetworkFailure(
        Fault.TIMEOUT, 'It took the connection, but no TLS handshake followed.' if in_handshake else ''
    )


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


def _tls_failure(chain: tuple[BaseException, ...]) -> NetworkFailure | None:
    of_tls = [link for link in chain if isinstance(link, ssl.SSLError)]
    if not of_tls:
        return None
    # Those that Python raises by itself lack a reason.
    if any(getattr(link, 'reason', None) in NO_TLS for link in of_tls):
        return NetworkFailure(Fault.WITHOUT_TLS)
    if any(isinstance(link, CUT_IN_TLS) for link in of_tls):
        return None
    for link in of_tls:
        if isinstance(link, OtherCertificate):
            return NetworkFailure(Fault.OTHER_CERTIFICATE, certificate=link.certificate)
        if isinstance(link, ssl.SSLCertVerificationError) and link.verify_message:
            told = f'The certificate is refused: {link.verify_message.rstrip(".")}.'
            return NetworkFailure(_fault_of(link.verify_code), told)
    return NetworkFailure(Fault.NO_HANDSHAKE, 'The TLS handshake failed.')


def _fault_of(verify_code: int) -> Fault:
    if verify_code in OUT_OF_DATE:
        return Fault.OUT_OF_DATE
    return Fault.FOR_ANOTHER_NAME if verify_code in FOR_ANOTHER_NAME else Fault.NOT_TRUSTED


def _without_connection(chain: tuple[BaseException, ...]) -> str:
    if any(isinstance(link, requests.exceptions.ProxyError) for link in chain):
        return 'The proxy that HTTP_PROXY or HTTPS_PROXY names does not lead to it.'
    if any(isinstance(link, socket.gaierror) for link in chain):
        return 'Its host name is not found.'
    if any(isinstance(link, ConnectionRefusedError) for link in chain):
        return 'The connection is refused.'
    if any(isinstance(link, OSError) and link.errno in NO_ROUTE for link in chain):
        return 'There is no route to its host.'
    return ''


def _cut_off(chain: tuple[BaseException, ...], url: str) -> str:
    was_cut = 'The connection was cut before the whole answer was there.'
    # RemoteDisconnected is a reset too. A server that waits for TLS ends like this, without a word.
    if url.startswith('http:') and any(isinstance(link, ConnectionResetError) for link in chain):
        return f'{was_cut} If it is served with TLS, its URL must begin with https://.'
    return was_cut
