"""The demo's client of NetBox."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import requests

from devstack.netbox_api import NetBoxApi


class Recorder(BaseHTTPRequestHandler):
    """Answers with what it was sent; `/refused` with 403."""

    protocol_version = 'HTTP/1.1'

    def do_GET(self) -> None:
        body = json.dumps(dict(self.headers)).encode()
        self.send_response(403 if self.path.startswith('/refused') else 200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        """Be quiet."""


@pytest.fixture
def netbox() -> Iterator[NetBoxApi]:
    with HTTPServer(('127.0.0.1', 0), Recorder) as server:
        threading.Thread(target=server.serve_forever, args=(0.005,), daemon=True).start()
        yield NetBoxApi(f'http://127.0.0.1:{server.server_port}', 'a-token')
        server.shutdown()


def test_no_connection_is_kept_that_the_server_could_close_at_the_wrong_moment(netbox: NetBoxApi) -> None:
    headers = netbox.get('/')
    assert (headers['Connection'], headers['Authorization']) == ('close', 'Token a-token')


def test_a_refusal_says_what_was_asked_and_answered(netbox: NetBoxApi) -> None:
    with pytest.raises(requests.HTTPError, match=r'GET /refused: 403'):
        netbox.get('/refused')
