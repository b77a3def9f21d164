"""What the command refuses before keys matter: addresses, other services, names, a missing encryption key."""

from collections.abc import Callable

import pytest

from netbox_proxbox.models import ProxboxBackend
from tests.builders import a_backend
from tests.sources.proxbox_api.scripted_backend import API_KEY, Reply, ScriptedBackend

from .service import STATUS, Service, refusal

pytestmark = pytest.mark.django_db


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


def test_a_stored_key_is_not_led_to_whoever_answers(
    add: Callable[..., str], server: ScriptedBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('netbox_proxbox.management.commands.proxbox_backend.Entry.ask', lambda _: pytest.fail('asked'))
    a_backend(base_url='https://127.0.0.1:9', api_key=API_KEY)

    said = refusal(add, '--no-verify-tls', url='https://127.0.0.1:9')

    assert said.endswith('Nothing was saved.')
    assert ProxboxBackend.objects.get().verify_tls
