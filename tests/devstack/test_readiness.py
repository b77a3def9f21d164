"""A service is ready when it says so."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from devstack.ports import HOST, free_port
from devstack.readiness import answers


class Handler(BaseHTTPRequestHandler):
    """Ready at one path, on its way at another."""

    def do_GET(self) -> None:
        self.send_response({'/ready': 200, '/moved': 302}.get(self.path, 503))
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope='module')
def url() -> Iterator[str]:
    with HTTPServer((HOST, free_port()), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.005,), daemon=True).start()
        yield f'http://{HOST}:{server.server_port}'
        server.shutdown()


@pytest.mark.parametrize(('path', 'ready'), [('/ready', True), ('/moved', False), ('/starting', False)])
def test_only_200_is_ready(url: str, path: str, ready: bool) -> None:
    assert answers(f'{url}{path}') is ready


def test_nobody_there_is_not_ready() -> None:
    assert answers(f'http://{HOST}:{free_port()}/') is False
