"""One HTTP exchange: what is sent, what is not, and how much is read."""

from dataclasses import replace
from pathlib import Path

import pytest

from netbox_proxbox import errors
from netbox_proxbox.sources.transport import LARGEST_ANSWER

from .exchanges import exchange, failure
from .proxbox_api.scripted_backend import API_KEY, Reply, ScriptedBackend


def test_sends_the_key_in_its_header_and_no_other_login(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / 'netrc'
    netrc.write_text('machine 127.0.0.1 login someone password secret\n')
    netrc.chmod(0o600)
    monkeypatch.setenv('NETRC', str(netrc))
    with ScriptedBackend(lambda received: Reply(body=[])) as backend:
        exchange(backend.connection())
    headers = backend.received[0].headers
    assert headers['X-Proxbox-API-Key'] == API_KEY
    assert 'Authorization' not in headers


def test_a_login_in_the_url_is_not_sent() -> None:
    with ScriptedBackend(lambda received: Reply(body=[])) as backend:
        connection = backend.connection()
        exchange(replace(connection, url=connection.url.replace('//', '//someone:secret@')))
    assert 'Authorization' not in backend.received[0].headers


def test_a_proxy_of_the_environment_is_not_asked_for_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('HTTP_PROXY', 'http://127.0.0.1:9')
    monkeypatch.setenv('ALL_PROXY', 'http://127.0.0.1:9')
    monkeypatch.delenv('NO_PROXY', raising=False)
    with ScriptedBackend(lambda received: Reply(body=[])) as backend:
        assert exchange(backend.connection()).status == 200


@pytest.mark.parametrize('prefix', ['', '/', '/proxbox', '/proxbox/'])
def test_keeps_the_path_exact_below_a_prefix(prefix: str) -> None:
    with ScriptedBackend(lambda received: Reply(body=[])) as backend:
        exchange(backend.connection(prefix=prefix), '/proxmox/nodes/', params={'target_name': 'ä & b'})
    assert backend.received[0].path == f'{prefix.rstrip("/")}/proxmox/nodes/'
    assert backend.received[0].query == {'target_name': 'ä & b'}


def test_sends_a_payload_as_json() -> None:
    with ScriptedBackend(lambda received: Reply(body={})) as backend:
        exchange(backend.connection(), method='PUT', payload={'name': 'узел', 'password': None})
    assert backend.received[0].line == 'PUT /version'
    assert backend.received[0].payload == {'name': 'узел', 'password': None}


def test_a_redirect_is_an_answer_and_not_followed() -> None:
    with ScriptedBackend(lambda received: Reply(status=307, headers={'Location': '/elsewhere'})) as backend:
        assert exchange(backend.connection()).status == 307
    assert backend.lines == ['GET /version']


@pytest.mark.parametrize(('header', 'seconds'), [('7', 7.0), ('Wed, 01 Apr 2015 12:00:00 GMT', 0.0), ('later', None)])
def test_reads_retry_after(header: str, seconds: float | None) -> None:
    with ScriptedBackend(lambda received: Reply(status=503, headers={'Retry-After': header})) as backend:
        assert exchange(backend.connection()).retry_after == seconds


@pytest.mark.parametrize('key', ['', '  ', 'ключ', 'a\nb'])
def test_nothing_is_sent_without_a_usable_key(key: str) -> None:
    with ScriptedBackend(lambda received: Reply(body=[])) as backend:
        assert isinstance(failure(replace(backend.connection(), api_key=key)), errors.BackendKeyRefused)
    assert backend.received == []


def test_an_answer_of_the_largest_size_is_read_and_a_larger_one_is_not() -> None:
    sizes = iter([LARGEST_ANSWER, LARGEST_ANSWER + 1])
    with ScriptedBackend(lambda received: Reply(body=b' ' * next(sizes))) as backend:
        assert len(exchange(backend.connection()).body) == LARGEST_ANSWER
        assert isinstance(failure(backend.connection()), errors.BackendAnswerInvalid)


def test_a_compressed_answer_is_not_asked_for() -> None:
    with ScriptedBackend(lambda received: Reply(body=[])) as backend:
        exchange(backend.connection())
    assert backend.received[0].headers['Accept-Encoding'] == 'identity'


def test_no_time_left_means_no_request() -> None:
    with ScriptedBackend(lambda received: Reply(body=[])) as backend:
        assert isinstance(failure(backend.connection(), seconds=0.0), errors.BackendTimeout)
    assert backend.received == []
