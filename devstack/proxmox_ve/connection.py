"""One connection to an estate, from the handshake to the last answer."""

import socket
import time
from contextlib import suppress

from .answers import Answer, api_path
from .certificates import context_for
from .faults import Misanswer, TlsFault
from .gate import respond
from .http_request import HttpRequest, Requests
from .odd_sending import send_oddly
from .simulated_estate import SimulatedEstate
from .wire import Reply, encoded

__all__ = ('serve',)

IDLE = 5.0
REQUESTS_PER_CONNECTION = 100
REFUSED = 401
FIRST_ERROR = 400
HANDSHAKE = b'\x16'
LARGEST_GREETING = 65_536


def serve(plain: socket.socket, simulated: SimulatedEstate, node: str | None) -> None:
    """Serve a connection until either side ends it. Plain HTTP is sent to HTTPS, as by Proxmox VE since 7.4."""
    with suppress(OSError), plain:
        plain.settimeout(IDLE)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        fault = simulated.faults(node).tls
        if fault is TlsFault.CUT:
            return
        if fault is TlsFault.SILENT:
            simulated.wait_in_silence(node)
        else:
            _greet(plain, simulated, node)


def _greet(plain: socket.socket, simulated: SimulatedEstate, node: str | None) -> None:
    """Speak as the client does, unless the address knows no TLS."""
    fault, shakes_hands = simulated.faults(node).tls, plain.recv(1, socket.MSG_PEEK) == HANDSHAKE
    match fault is TlsFault.ABSENT, shakes_hands:
        case True, True:
            _refuse_handshake(plain)
        case True, False:
            _converse(plain, simulated, node)
        case False, False:
            _send_to_https(plain)
        case False, True:
            context = context_for(*simulated.answering(node), fault)
            with context.wrap_socket(plain, server_side=True) as secured:
                _converse(secured, simulated, node)


def _converse(connection: socket.socket, simulated: SimulatedEstate, node: str | None) -> None:
    """Answer one request after another; an error is the last answer, and so is the hundredth."""
    requests = Requests(connection)
    for remaining in reversed(range(REQUESTS_PER_CONNECTION)):
        request = requests.next()
        if request is None or not _answer(connection, request, simulated, node, is_last=not remaining):
            break


def _answer(
    connection: socket.socket, request: HttpRequest, simulated: SimulatedEstate, node: str | None, *, is_last: bool
) -> bool:
    """Answer one request, and say whether the connection goes on."""
    simulated.record(request.method, request.path, node)
    misanswer = simulated.faults(node).misanswer(api_path(request.path) or '')
    reply = _reply(request, simulated, node, misanswer) if simulated.hold(node) else None
    if reply is None:
        return False
    if misanswer is not None and misanswer.is_sent_oddly:
        send_oddly(connection, reply, misanswer)
        return False
    # The length of an empty body is not told, so its end is that of the connection.
    goes_on = not is_last and reply.status < FIRST_ERROR and not request.is_last and bool(reply.body)
    connection.sendall(reply.going_on if goes_on else reply.ending)
    return goes_on


def _reply(
    request: HttpRequest, simulated: SimulatedEstate, node: str | None, misanswer: Misanswer | None
) -> Reply | None:
    """The reply, from memory if it may be; None if the node is down. A refused login waits for it."""
    authorization = request.headers.get('authorization')
    key = (node, request.target, authorization, request.takes_gzip)
    remembered = simulated.remembered(key) if request.method == 'GET' else None
    if remembered is not None:
        return remembered
    moment = simulated.moment(node)
    if moment is None:
        return None
    answer = respond(moment, request.parsed())
    if answer.status == REFUSED:
        time.sleep(moment.estate.access.refusal_delay)
    length = misanswer.size if misanswer else None
    reply = encoded(answer, moment.release, compressed=request.takes_gzip, length=length)
    if request.method == 'GET' and authorization and answer.status == 200:
        simulated.remember(key, node, moment, reply)
    return reply


def _refuse_handshake(connection: socket.socket) -> None:
    """Answer as a web server without TLS does."""
    connection.recv(LARGEST_GREETING)
    connection.sendall(encoded(Answer(status=400, reason='Bad Request', body='Bad Request'), '').ending)


def _send_to_https(connection: socket.socket) -> None:
    request = Requests(connection).next()
    if request is not None:
        location = f'https://{request.headers.get("host", "")}{request.target}'
        status, reason = (301, 'Moved Permanently') if request.method == 'GET' else (308, 'Permanent Redirect')
        answer = Answer(status=status, reason=reason, body=reason, location=location)
        connection.sendall(encoded(answer, '').ending)
