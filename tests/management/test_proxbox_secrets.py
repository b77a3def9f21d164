"""The command that looks after the keys of the secrets."""

from collections.abc import Callable
from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from netbox_proxbox.models import ProxboxBackend
from tests.builders import a_backend

API_KEY = 'canary-of-an-api-key-0123456789abcdef'
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def run(action: str) -> str:
    out = StringIO()
    call_command('proxbox_secrets', action, stdout=out)
    return out.getvalue()


def test_a_made_key_is_one() -> None:
    Fernet(run('generate-key').strip())


@pytest.mark.django_db
def test_after_a_rotation_the_old_key_is_not_needed(configure: Callable[..., None]) -> None:
    configure(encryption_keys=[OLD])
    backend = a_backend(api_key=API_KEY)
    configure(encryption_keys=[NEW, OLD])
    assert run('rotate') == 'Secrets under the first of the encryption keys now: 1.\n'
    configure(encryption_keys=[NEW])
    assert ProxboxBackend.objects.get(pk=backend.pk).connection().api_key == API_KEY
    assert run('check') == 'Secrets that can be read: 1. All of them can.\n'


@pytest.mark.django_db
@pytest.mark.parametrize('action', ['rotate', 'check'])
def test_a_secret_that_cannot_be_read_is_named_and_not_shown(configure: Callable[..., None], action: str) -> None:
    configure(encryption_keys=[OLD])
    backend = a_backend(api_key=API_KEY)
    configure(encryption_keys=[NEW])
    with pytest.raises(CommandError) as refusal:
        run(action)
    assert f'API key of proxbox-api backend "{backend.name}"' in str(refusal.value)
    assert API_KEY not in str(refusal.value)
