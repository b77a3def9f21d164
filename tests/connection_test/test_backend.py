"""Testing a backend: where the way to it ends, and what a success ends."""

import socket
from collections.abc import Callable, Iterator

import pytest
import trustme
from cryptography.fernet import Fernet
from django.utils import timezone

from netbox_proxbox.connection_test import check_backend, check_unsaved_backend
from netbox_proxbox.models import ProxboxBackend
from tests.builders import a_backend
from tests.connection_test.outcomes import finding_of, levels_of
from tests.sources.exchanges import tls
from tests.sources.proxbox_api.scripted_backend import Reply, ScriptedBackend, captured_reply
from tests.sources.raw_server import RawServer

pytestmark = pytest.mark.django_db

ALL_WELL = dict.fromkeys(('Address', 'TLS', 'Service', 'API key', 'Version'), 'ok')


def until(failing: str, level: str = 'error') -> dict[str, str]:
    """The levels when the way to a backend ends at a subject."""
    subjects = list(ALL_WELL)
    place = subjects.index(failing)
    return {
        subject: 'ok' if number < place else level if number == place else 'not-tried'
        for number, subject in enumerate(subjects)
    }


@pytest.fixture
def replies() -> list[Reply]:
    """What the backend answers, whatever it is asked."""
    return [captured_reply('version')]


@pytest.fixture
def server(replies: list[Reply]) -> Iterator[ScriptedBackend]:
    with ScriptedBackend(lambda _: replies[-1]) as server:
        yield server


@pytest.fixture
def backend(server: ScriptedBackend) -> ProxboxBackend:
    connection = server.connection()
    return a_backend(base_url=connection.url, api_key=connection.api_key)


def test_one_request_shows_that_all_is_well(backend: ProxboxBackend, server: ScriptedBackend) -> None:
    findings = check_backend(backend)

    assert levels_of(findings) == ALL_WELL
    assert finding_of('Version', findings).summary == '0.0.30.post2'
    assert 'plain HTTP' in finding_of('TLS', findings).summary
    assert server.lines == ['GET /version']


def test_a_success_notes_the_version_and_ends_a_pause(backend: ProxboxBackend) -> None:
    before = backend.last_updated
    ProxboxBackend.objects.update(is_paused=True, pause_cause='Refused.', failures=4, paused_until=timezone.now())

    check_backend(ProxboxBackend.objects.get())

    backend.refresh_from_db()
    assert (backend.is_paused, backend.pause_cause, backend.failures, backend.paused_until) == (False, '', 0, None)
    assert backend.version == '0.0.30.post2'
    assert backend.last_updated == before


def test_a_success_of_what_was_edited_meanwhile_says_nothing(backend: ProxboxBackend) -> None:
    loaded = ProxboxBackend.objects.get()
    backend.save()
    ProxboxBackend.objects.update(is_paused=True)

    check_backend(loaded)

    backend.refresh_from_db()
    assert (backend.is_paused, backend.version) == (True, '')


@pytest.mark.parametrize(
    ('answer', 'subject', 'words'),
    [
        (captured_reply('wrong_key_1'), 'API key', 'does not accept the API key'),
        (captured_reply('wrong_key_6'), 'API key', 'has locked this address out'),
        (captured_reply('rate_limited'), 'Service', 'too many requests'),
        (Reply(503, {'status': 'initializing'}), 'Service', 'is not ready'),
        (Reply(200, b'<!doctype html>'), 'Service', 'cannot be used'),
    ],
)
def test_an_answer_that_is_none_is_asked_for_once(
    answer: Reply, subject: str, words: str, backend: ProxboxBackend, server: ScriptedBackend, replies: list[Reply]
) -> None:
    replies.append(answer)

    findings = check_backend(backend)

    assert levels_of(findings) == until(subject)
    assert words in finding_of(subject, findings).summary
    assert finding_of(subject, findings).cure
    assert server.lines == ['GET /version']


def test_a_refused_key_pauses_the_backend_and_other_failures_do_not_count(
    backend: ProxboxBackend, replies: list[Reply]
) -> None:
    replies.append(Reply(503))
    for _ in range(4):
        check_backend(backend)
    backend.refresh_from_db()
    assert (backend.failures, backend.paused_until) == (0, None)

    replies.append(captured_reply('wrong_key_1'))
    check_backend(backend)
    backend.refresh_from_db()
    assert backend.is_paused


def test_nobody_is_there() -> None:
    findings = check_backend(a_backend(base_url='http://127.0.0.1:9'))

    assert levels_of(findings) == until('Address')
    assert 'The connection is refused.' in finding_of('Address', findings).summary


def read_on(connection: socket.socket) -> None:
    """Never answer, until the other side has had enough."""
    while connection.recv(65536):
        pass


def test_a_silent_backend_ends_the_test_in_time() -> None:
    with RawServer(read_on) as server:
        findings = check_backend(a_backend(base_url=server.connection().url, timeout=1))

    assert levels_of(findings) == until('Address')


def test_a_certificate_that_nobody_signed() -> None:
    with RawServer(read_on, tls=tls(trustme.CA())) as server:
        findings = check_backend(a_backend(base_url=server.connection().url))

    assert levels_of(findings) == until('TLS')
    assert 'switch off the TLS verification' in finding_of('TLS', findings).cure


def tell_the_version(connection: socket.socket) -> None:
    body = captured_reply('version').body
    head = f'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n'
    connection.sendall(head.encode() + body)


def test_https_on_a_port_of_plain_http(backend: ProxboxBackend) -> None:
    ProxboxBackend.objects.update(base_url=backend.base_url.replace('http:', 'https:'))

    findings = check_backend(ProxboxBackend.objects.get())

    assert levels_of(findings) == until('TLS')
    assert 'Use http://' in finding_of('TLS', findings).cure


def test_http_on_a_port_of_tls() -> None:
    with RawServer(read_on, tls=tls(trustme.CA())) as server:
        url = server.connection().url.replace('https:', 'http:')
        findings = check_backend(a_backend(base_url=url))

    assert levels_of(findings) == until('Address')
    assert 'must begin with https://' in finding_of('Address', findings).summary


def test_verification_that_is_off_is_a_warning() -> None:
    with RawServer(tell_the_version, tls=tls(trustme.CA())) as server:
        findings = check_backend(a_backend(base_url=server.connection().url, verify_tls=False))

    assert levels_of(findings) == ALL_WELL | {'TLS': 'warning'}
    assert 'can read the API key' in finding_of('TLS', findings).summary
    assert 'switch on "Verify TLS" of backend "main"' in finding_of('TLS', findings).cure


def test_without_a_key_nothing_is_asked(backend: ProxboxBackend, server: ScriptedBackend) -> None:
    backend.api_key = ''

    findings = check_backend(backend)

    assert levels_of(findings) == {**dict.fromkeys(ALL_WELL, 'not-tried'), 'API key': 'error'}
    assert server.lines == []


def test_a_key_that_cannot_be_read_is_told(
    backend: ProxboxBackend, server: ScriptedBackend, configure: Callable[..., None]
) -> None:
    configure(encryption_keys=[Fernet.generate_key().decode()])

    findings = check_backend(ProxboxBackend.objects.get())

    assert 'cannot be decrypted' in finding_of('API key', findings).summary
    assert server.lines == []


@pytest.mark.parametrize(
    ('version', 'level'), [('0.0.7', 'error'), ('0.0.19.post5', 'warning'), ('0.1.0', 'ok'), ('nightly', 'warning')]
)
def test_versions(version: str, level: str, backend: ProxboxBackend, replies: list[Reply]) -> None:
    replies.append(Reply(body={'version': version}))

    finding = finding_of('Version', check_backend(backend))

    assert (finding.level, version in finding.summary) == (level, True)
    assert bool(finding.cure) == (level != 'ok')


def test_what_is_in_a_form_is_tested_and_not_noted(server: ScriptedBackend, backend: ProxboxBackend) -> None:
    backend.api_key = 'n' * 32

    findings = check_unsaved_backend(backend)

    assert levels_of(findings) == ALL_WELL
    assert server.received[0].headers['X-Proxbox-API-Key'] == 'n' * 32
    assert ProxboxBackend.objects.get().version == ''


def test_a_key_refused_in_a_form_pauses_nothing(backend: ProxboxBackend, replies: list[Reply]) -> None:
    replies.append(captured_reply('wrong_key_1'))

    assert levels_of(check_unsaved_backend(backend)) == until('API key')
    assert not ProxboxBackend.objects.get().is_paused
