"""Tickets: kept for a login at an endpoint, shorter than Proxmox VE takes them."""

from dataclasses import replace

import pytest

from netbox_proxbox.sources.proxmox_ve import tickets as module
from netbox_proxbox.sources.proxmox_ve.connection import ProxmoxConnection
from netbox_proxbox.sources.proxmox_ve.tickets import Tickets

from .scripted_member import PASSWORD, address_at, connection_to

LAB = connection_to(address_at(8006), address_at(8007), login=PASSWORD)
TICKET = 'PVE:netbox@pve:6AB13B80::bWFkZSB1cA=='


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(clock: Clock) -> Tickets:
    """Tickets among which is that of the lab."""
    tickets = Tickets(clock)
    tickets.keep(LAB, TICKET)
    return tickets


def test_a_ticket_is_found_again_until_it_could_be_refused(kept: Tickets, clock: Clock) -> None:
    clock.now += 89 * 60
    assert kept.get(LAB) == TICKET
    clock.now += 2 * 60
    assert kept.get(LAB) is None


def test_a_refused_ticket_is_forgotten(kept: Tickets) -> None:
    kept.forget(LAB)
    kept.forget(LAB)
    assert kept.get(LAB) is None


@pytest.mark.parametrize(
    'other',
    [
        replace(LAB, login=replace(PASSWORD, password='another')),
        replace(LAB, login=replace(PASSWORD, username='root@pam')),
        replace(LAB, endpoint='another'),
        replace(LAB, addresses=(address_at(8006, host='another'),)),
    ],
)
def test_it_is_for_this_login_at_these_addresses(kept: Tickets, other: ProxmoxConnection) -> None:
    assert kept.get(other) is None


def test_it_is_good_for_all_members_whichever_answered_last(kept: Tickets) -> None:
    assert kept.get(replace(LAB, addresses=LAB.addresses[::-1])) == TICKET


def test_not_more_are_kept_than_fit(kept: Tickets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, 'MOST_KEPT', 1)
    other = replace(LAB, endpoint='another')
    kept.keep(other, 'x')
    assert (kept.get(LAB), kept.get(other)) == (None, 'x')


def test_a_password_is_kept_nowhere(kept: Tickets) -> None:
    assert PASSWORD.password not in repr(vars(kept))
    assert TICKET not in repr(kept)
