"""One HTTP connection to an estate: reads requests, asks the gate, writes Proxmox VE's JSON."""

import json
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

from .answers import Answer
from .gate import Request, respond
from .simulated_estate import SimulatedEstate

__all__ = ('ProxmoxHandler',)


class Server(Protocol):
    """What a handler asks its server for: the estate, and the node whose address was called."""

    simulated: SimulatedEstate
    node: str | None


class ProxmoxHandler(BaseHTTPRequestHandler):
    """Answers every request in the form of Proxmox VE: the error text is in the status line, `data` is null."""

    server: Server  # type: ignore[assignment]  # the listener, which is one
    protocol_version = 'HTTP/1.1'
    server_version = 'pve-api-daemon/3.0'
    sys_version = ''
    timeout = 60
    disable_nagle_algorithm = True

    def serve(self) -> None:
        """Answer one request of any method, or drop the connection when none is due."""
        request = self._request()
        simulated = self.server.simulated
        simulated.record(request.method, request.path)
        moment = simulated.moment(self.server.node) if simulated.hold() else None
        if moment is None:
            self.close_connection = True
        else:
            self._send(respond(moment, request))

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

    def _send(self, answer: Answer) -> None:
        body = json.dumps({'data': answer.data}).encode()
        self.send_response(answer.status, answer.reason)
        self.send_header('Content-Type', 'application/json;charset=UTF-8')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
