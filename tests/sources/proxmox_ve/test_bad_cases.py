"""Each bad case ends in time, in words of its own, and never tells a secret."""

import logging

import pytest

from netbox_proxbox.errors import ProxboxError
from netbox_proxbox.sources.proxmox_ve import member
from netbox_proxbox.sources.proxmox_ve.source import ProxmoxSource
from netbox_proxbox.sources.proxmox_ve.tickets import Tickets

from .bad_cases import CASES, BadCase
from .captured import captured_data
from .scripted_member import PASSWORD, TOKEN_VALUE, connection_to

SECRETS = (TOKEN_VALUE, PASSWORD.password, captured_data('ticket-ok')['ticket'])


@pytest.fixture(autouse=True)
def _no_tickets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(member, 'tickets', Tickets())


def error_of(case: BadCase) -> ProxboxError:
    """What a sync that meets the case ends with."""
    # Whoever answers gets the time for it on a busy machine, too.
    timeout = 2.0 if case.code == 'proxmox-timeout' else 30.0
    with case.opened() as address:
        connection = connection_to(address, login=case.login, timeout=timeout)
        with ProxmoxSource(connection, attempts=1) as source, pytest.raises(ProxboxError) as caught:
            source.topology()
    return caught.value


@pytest.mark.parametrize('case', CASES, ids=[case.name for case in CASES])
def test_a_bad_case_has_words_of_its_own(case: BadCase, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    error = error_of(case)
    assert error.code == case.code
    assert case.words in error.cause
    assert error.cure
    told = f'{error} {error!r} {error.__context__!r} {caplog.text}'
    assert not any(secret in told for secret in SECRETS)
