"""What an administrator hears at start-up."""

from collections.abc import Callable

import pytest
from cryptography.fernet import Fernet
from django.core.checks import run_checks

from netbox_proxbox.checks import encryption_key_is_set
from netbox_proxbox.configuration import NEW_KEY_COMMAND


def test_without_a_key_there_is_a_warning(configure: Callable[..., None]) -> None:
    configure(encryption_keys=[])

    (warning,) = encryption_key_is_set(None)

    assert (warning.id, warning.is_serious()) == ('netbox_proxbox.W001', False)
    assert NEW_KEY_COMMAND in (warning.hint or '')


@pytest.mark.integration
def test_netbox_tells_it_among_its_own_checks(configure: Callable[..., None]) -> None:
    configure(encryption_keys=[])

    (warning,) = encryption_key_is_set(None)
    assert warning in run_checks()


def test_with_a_key_there_is_nothing_to_say(configure: Callable[..., None]) -> None:
    configure(encryption_keys=[Fernet.generate_key().decode()])

    assert encryption_key_is_set(None) == []
