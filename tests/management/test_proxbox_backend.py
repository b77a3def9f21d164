"""The command that enters a proxbox-api, against a server that takes its first key once and from anybody."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import BinaryIO

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection

from netbox_proxbox.models import ProxboxBackend
from tests.builders import a_backend
from tests.sources.proxbox_api.scripted_backend import API_KEY, Received, Reply, ScriptedBackend, captured_reply

pytestmark = pytest.mark.django_db

STATUS, REGISTER, VERSION = 'GET /auth/bootstrap-status', 'POST /auth/register-key', 'GET /version'


def cut_off(stream: BinaryIO) -> None:
    """Answer nothing."""


@dataclass
class Service:
    """What proxbox-api does about keys; `replies` are given in the place of its own, once each."""

    keys: set[str] = field(default_factory=set)
    replies: dict[str, Reply] = field(default_factory=dict)
    forgets_to_register: bool = False

    def __call__(self, received: Received) -> Reply:
        if received.line == REGISTER and not self.keys and not self.forgets_to_register:
            own = Reply(201, {'detail': 'API key registered.'})
            self.keys.add(received.payload['api_key'])
        elif received.line == REGISTER:
            own = Reply(409, {'detail': 'An API key is already configured.'})
        elif received.line == STATUS:
            own = Reply(200, {'needs_bootstrap': not self.keys, 'has_db_keys': bool(self.keys)})
        else:
            known = received.headers['X-Proxbox-API-Key'] in self.keys
            own = captured_reply('version' if known else 'wrong_key_1')
        return self.replies.pop(received.line, own)


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def server(service: Service) -> Iterator[ScriptedBackend]:
    with ScriptedBackend(service) as server:
        yield server


@pytest.fixture(autouse=True)
def nobody_at_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, 'stdin', StringIO())
    monkeypatch.delenv('PROXBOX_API_KEY', raising=False)


@pytest.fixture
def add(server: ScriptedBackend) -> Callable[..., str]:
    """Calls the command for the server, and returns what it says."""

    def call(*options: str, name: str = 'main', url: str = server.connection().url) -> str:
        out = StringIO()
        call_command('proxbox_backend', 'add', name, url, *options, stdout=out)
        return out.getvalue()

    return call


def stored_key() -> str:
    return ProxboxBackend.objects.get().connection().api_key


def refusal(add: Callable[..., str], *options: str, **where: str) -> str:
    with pytest.raises(CommandError) as refused:
        add(*options, **where)
    return str(refused.value)


def test_a_new_service_gets_its_first_key(add: Callable[..., str], service: Service, server: ScriptedBackend) -> None:
    said = add()

    backend = ProxboxBackend.objects.get()
    assert (backend.name, backend.base_url, backend.version) == ('main', server.connection().url, '0.0.30.post2')
    assert service.keys == {stored_key()}
    assert len(stored_key()) == 64
    assert 'A first one was registered there, and is stored here, encrypted.' in said
    assert 'Accepted.' in said
    assert server.lines == [STATUS, REGISTER, VERSION]


def test_the_key_is_encrypted_and_never_told(add: Callable[..., str]) -> None:
    said = add()

    with connection.cursor() as cursor:
        cursor.execute('SELECT api_key FROM netbox_proxbox_proxboxbackend')
        (ciphertext,) = cursor.fetchone()
    assert ciphertext
    assert stored_key() not in ciphertext + said


def test_called_again_it_only_tests(add: Callable[..., str], server: ScriptedBackend) -> None:
    add()
    key = stored_key()

    said = add(url=f'{server.connection().url}/')

    assert stored_key() == key
    assert (server.lines.count(REGISTER), 'first one' in said, 'Accepted.' in said) == (1, False, True)


def test_a_key_that_is_needed_is_asked_for_in_words(add: Callable[..., str], service: Service) -> None:
    service.keys.add(API_KEY)

    said = refusal(add)

    assert said.startswith('proxbox-api has an API key already, which this command needs: set PROXBOX_API_KEY')
    assert said.endswith('Nothing was saved.')
    assert not ProxboxBackend.objects.exists()


def test_it_is_taken_from_the_environment(
    add: Callable[..., str], service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.keys.add(API_KEY)
    monkeypatch.setenv('PROXBOX_API_KEY', API_KEY)

    assert 'Accepted.' in add()
    assert stored_key() == API_KEY


def test_it_is_taken_from_the_input(add: Callable[..., str], service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    service.keys.add(API_KEY)
    monkeypatch.setattr(sys, 'stdin', StringIO(f'{API_KEY}\n'))

    assert 'Accepted.' in add('--key-stdin')
    assert stored_key() == API_KEY


def test_who_sits_at_the_terminal_is_asked(
    add: Callable[..., str], service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.keys.add(API_KEY)
    monkeypatch.setattr(sys.stdin, 'isatty', lambda: True)
    monkeypatch.setattr('netbox_proxbox.management.commands.proxbox_backend.getpass', lambda _: API_KEY)

    assert 'Accepted.' in add()
    assert stored_key() == API_KEY


def test_a_wrong_key_is_not_saved_nor_takes_the_place_of_a_right_one(
    add: Callable[..., str], service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('PROXBOX_API_KEY', 'wrong' * 8)
    service.keys.add(API_KEY)
    assert 'does not accept the API key' in refusal(add)
    assert not ProxboxBackend.objects.exists()

    a_backend(base_url=server_url(add), api_key=API_KEY)

    assert refusal(add).endswith('Nothing was saved.')
    assert stored_key() == API_KEY


@pytest.mark.parametrize(('key', 'registered'), [(API_KEY, True), ('short', False)])
def test_a_new_service_gets_the_key_that_was_given_if_it_takes_it(
    add: Callable[..., str], service: Service, monkeypatch: pytest.MonkeyPatch, key: str, registered: bool
) -> None:
    monkeypatch.setenv('PROXBOX_API_KEY', key)

    said = add() if registered else refusal(add)

    assert service.keys == ({key} if registered else set())
    assert ProxboxBackend.objects.exists() == registered
    assert ('A first one was registered' if registered else '32 characters or more') in said


def test_a_key_that_cannot_be_read_any_more_can_be_given_again(
    add: Callable[..., str], service: Service, configure: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    a_backend(base_url=server_url(add), api_key=API_KEY)
    service.keys.add(API_KEY)
    configure(encryption_keys=[Fernet.generate_key().decode()])
    assert 'cannot be decrypted' in refusal(add)

    monkeypatch.setenv('PROXBOX_API_KEY', API_KEY)

    assert 'Accepted.' in add()
    assert stored_key() == API_KEY


def server_url(add: Callable[..., str]) -> str:
    defaults = add.__kwdefaults__
    assert defaults
    return str(defaults['url'])


@pytest.mark.parametrize('is_registered', [True, False])
def test_a_key_is_not_lost_when_nobody_says_whether_it_is_registered(
    add: Callable[..., str], service: Service, is_registered: bool
) -> None:
    service.forgets_to_register = not is_registered
    service.replies[REGISTER] = Reply(send=cut_off)

    said = refusal(add)

    key = stored_key()
    assert said.endswith('The key is stored with the backend: call this command again, which goes on from here.')
    service.forgets_to_register = False
    assert 'Accepted.' in add()
    assert service.keys == {key} == {stored_key()}


def test_somebody_else_was_first(add: Callable[..., str], service: Service) -> None:
    service.forgets_to_register = True
    out = StringIO()

    with pytest.raises(SystemExit) as end:
        call_command('proxbox_backend', 'add', 'main', server_url(add), stdout=out)

    assert end.value.code == 1
    assert 'does not accept the API key' in out.getvalue()


def test_a_service_that_has_forgotten_its_keys_gets_the_stored_one(add: Callable[..., str], service: Service) -> None:
    a_backend(base_url=server_url(add), api_key=API_KEY)

    add()

    assert service.keys == {API_KEY}


@pytest.mark.parametrize(
    ('url', 'said'),
    [
        ('http://127.0.0.1:1', 'cannot be reached'),
        ('127.0.0.1:8800', 'Enter an address such as http://proxbox-api:8800.'),
        ('http://user:pw@127.0.0.1:8800', 'must not hold a login'),
    ],
)
def test_an_address_that_is_no_good_is_told(add: Callable[..., str], url: str, said: str) -> None:
    found = refusal(add, url=url)

    assert said in found
    assert found.endswith('Nothing was saved.')
    assert not ProxboxBackend.objects.exists()


@pytest.mark.parametrize(
    'reply', [Reply(200, b'<html>'), Reply(404, {'detail': 'Not Found'}), Reply(200, {'needs_bootstrap': 'yes'})]
)
def test_another_service_is_told(add: Callable[..., str], service: Service, reply: Reply) -> None:
    service.replies[STATUS] = reply

    assert 'gave an answer that cannot be used' in refusal(add)
    assert not ProxboxBackend.objects.exists()


def test_a_name_that_means_another_service_is_told(add: Callable[..., str]) -> None:
    a_backend(base_url='http://127.0.0.1:9')

    assert 'Backend "main" has another address, http://127.0.0.1:9' in refusal(add)


def test_without_an_encryption_key_nothing_is_asked(
    add: Callable[..., str], configure: Callable[..., None], server: ScriptedBackend
) -> None:
    configure(encryption_keys=[])

    assert 'proxbox-generate-key' in refusal(add)
    assert server.lines == []
