"""Sites share servers and nothing else, whichever process makes them."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from devstack.credentials import Credentials
from devstack.foundations import Foundations
from devstack.postgres import Postgres
from devstack.valkey import Valkey


@pytest.fixture
def foundations(tmp_path: Path) -> Foundations:
    return Foundations(tmp_path, Postgres(Path('/usr/bin'), 25432, 'one'), Valkey(26379, 'two'), Credentials())


def test_another_process_attaches_through_the_environment(
    foundations: Foundations, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in foundations.environment.items():
        monkeypatch.setenv(name, value)
    assert Foundations.from_environment() == foundations


def test_no_number_is_given_twice(foundations: Foundations) -> None:
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _: foundations.next_number(), range(40)))
    assert sorted(numbers) == list(range(1, 41))


def test_sites_do_not_share_a_database_of_valkey(foundations: Foundations) -> None:
    first, second = foundations.site('a', 1), foundations.site('b', 2)
    assert second.valkey_first_database - first.valkey_first_database == 3
