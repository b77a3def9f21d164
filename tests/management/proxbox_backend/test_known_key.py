"""A service with keys needs one of them: where it is taken from, and that a wrong one is not saved."""

import sys
from collections.abc import Callable
from io import StringIO

import pytest
from cryptography.fernet import Fernet

from netbox_proxbox.models import ProxboxBackend
from tests.builders import a_backend
from tests.sources.proxbox_api.scripted_backend import API_KEY, ScriptedBackend

from .service import STATUS, VERSION, Service, refusal, server_url, stored_key

pytestmark = pytest.mark.django_db


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


def test_a_stored_key_is_not_sent_where_a_key_is_only_asked_about(
    add: Callable[..., str], service: Service, server: ScriptedBackend
) -> None:
    a_backend(base_url=server_url(add), api_key=API_KEY)
    service.keys.add(API_KEY)

    add()

    told = {received.line: received.headers['X-Proxbox-API-Key'] for received in server.received}
    assert (told[STATUS] == API_KEY, told[VERSION] == API_KEY) == (False, True)
