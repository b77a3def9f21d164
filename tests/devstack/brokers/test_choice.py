"""Processes that devstack starts learn which broker and hosts were asked for."""

import pytest

from devstack.brokers.choice import ALONE, BROKERS, MOST_HOSTS, Choice


@pytest.mark.parametrize('broker', BROKERS)
def test_what_was_chosen_is_read(broker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = Choice(broker, MOST_HOSTS)
    for name, value in chosen.environment.items():
        monkeypatch.setenv(name, value)

    assert Choice.from_environment() == chosen


def test_without_a_word_it_is_valkey_and_one_host(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ALONE.environment:
        monkeypatch.delenv(name, raising=False)

    assert Choice.from_environment() == ALONE == Choice('valkey', 1)


def test_hosts_have_names_of_their_own() -> None:
    names = Choice(hosts=MOST_HOSTS).host_names

    assert names[:2] == ['host-a', 'host-b']
    assert len(set(names)) == MOST_HOSTS
