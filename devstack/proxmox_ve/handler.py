"""One HTTP connection to an estate: reads requests, asks the gate, writes Proxmox VE's JSON."""

import json
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

from .answers import Answer
from .gate import Request, respond
from .simulated_estate import SimulatedEstate
from .wire import body_of, headers_of

__all__ = ('ProxmoxHandler',)


REQUESTS_PER_CONNECTION = 100


class Server(Protocol):
    """What a handler asks its server for: the estate, and the node whose address was called."""

    simulated: SimulatedEstate
    node: str | None


class ProxmoxHandler(BaseHTTPRequestHandler):
    """Answers every request in the form of Proxmox VE: the error text is in the status line, `data` is null."""

    server: Server  # type: ignore[assignment]  # the listener, which is one
    protocol_version = 'HTTP/1.1'
    timeout = 5
    disable_nagle_algorithm = True
    _answered = 0

    def serve(self) -> None:
        """Answer one request of any method, or drop the connection when none is due."""
        request = self._request()
        simulated = self.server.simulated
        simulated.record(request.method, request.path)
        moment = simulated.moment(self.server.node) if simulated.hold() else None
        if moment is None:
            self.close_connection = True
        else:
            self._send(respond(moment, request), moment.estate.release)

    do_GET = do_POST = do_PUT = do_DELETE = serve  # noqa: N815 (names that http.server looks up)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: the simulation counts requests instead."""

    def _request(self) -> Request:
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get('Content-Length') or 0)).decode()
        return Request(
            method=self.command,
            path=url.path,
            parameters=dict(parse_qsl(url.query)) | self._form(body),
            authorization=self.headers.get('Authorization', ''),
            cookie=self.headers.get('Cookie', ''),
            csrf=self.headers.get('CSRFPreventionToken', ''),
        )

    def _form(self, body: str) -> dict[str, str]:
        """The fields of a form or of a JSON object; none if the body cannot be read."""
        if self.headers.get_content_type() != 'application/json':
            return dict(parse_qsl(body))
        with suppress(ValueError, AttributeError):
            return {key: str(value) for key, value in json.loads(body).items()}
        return {}

    def _send(self, answer: Answer, release: str) -> None:
        """A connection ends with the first error, and with its hundredth request."""
        self._answered += 1
        self.close_connection |= answer.status >= 400 or self._answered >= REQUESTS_PER_CONNECTION
        body = body_of(answer, release)
        self.send_response_only(answer.status, answer.reason)
        for name, value in headers_of(answer, body, keep_alive=not self.close_connection).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
