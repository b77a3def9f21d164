"""A service without keys gets its first one, which is neither told nor lost."""

from collections.abc import Callable
from io import StringIO
from typing import BinaryIO

import pytest
from django.core.management import call_command
from django.db import connection

from netbox_proxbox.models import ProxboxBackend
from tests.builders import a_backend
from tests.sources.proxbox_api.scripted_backend import API_KEY, Reply, ScriptedBackend

from .service import REGISTER, STATUS, VERSION, Service, refusal, server_url, stored_key

pytestmark = pytest.mark.django_db


def cut_off(stream: BinaryIO) -> None:
    """Answer nothing."""


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


@pytest.mark.parametrize(('key', 'registered'), [(API_KEY, True), ('short', False)])
def test_a_new_service_gets_the_key_that_was_given_if_it_takes_it(
    add: Callable[..., str], service: Service, monkeypatch: pytest.MonkeyPatch, key: str, registered: bool
) -> None:
    monkeypatch.setenv('PROXBOX_API_KEY', key)

    said = add() if registered else refusal(add)

    assert service.keys == ({key} if registered else set())
    assert ProxboxBackend.objects.exists() == registered
    assert ('A first one was registered' if registered else '32 characters or more') in said


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
