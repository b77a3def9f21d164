"""The control API: plain HTTP on loopback, for tests and the demo.

`GET /estates/NAME` describes an estate; `POST /estates/NAME/ACTION` with a JSON object does something to it.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from .control_actions import act, describe
from .simulation import Simulation
from .transitions import TransitionError

__all__ = ('ControlServer',)


class ControlServer:
    """Serves the control API while it is open as a context."""

    def __init__(self, simulation: Simulation, port: int = 0) -> None:
        self._server = _Server(simulation, port)
        self.url = f'http://127.0.0.1:{self._server.server_port}'

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    allow_reuse_port = False

    def __init__(self, simulation: Simulation, port: int) -> None:
        self.simulation = simulation
        super().__init__(('127.0.0.1', port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get('Content-Length') or 0)))

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _answer(self, body: bytes | None) -> None:
        try:
            self._send(200, self._done(self.path.strip('/').split('/'), body))
        except LookupError:
            self._send(404, {'error': f'unknown: {self.path}'})
        except TransitionError as refusal:
            self._send(409, {'error': str(refusal)})
        except (TypeError, ValueError) as mistake:
            self._send(400, {'error': str(mistake)})

    def _done(self, parts: list[str], body: bytes | None) -> object:
        simulation = self.server.simulation
        match parts:
            case ['estates'] if body is None:
                return sorted(simulation.estates)
            case ['estates', name] if body is None:
                return describe(simulation, name)
            case ['estates', name, action] if body is not None:
                act(simulation, name, action, json.loads(body or b'{}'))
                return describe(simulation, name)
        raise LookupError(self.path)

    def _send(self, status: int, document: object) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
