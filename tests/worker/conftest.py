"""What is left as it was after each test."""

from collections.abc import Iterator

import pytest
from django.db import DEFAULT_DB_ALIAS, connections


@pytest.fixture(autouse=True)
def _connection_of_the_tests() -> Iterator[None]:
    """A beat takes a connection of its own; the next test goes on with that of all others."""
    original = connections[DEFAULT_DB_ALIAS]
    yield
    if connections[DEFAULT_DB_ALIAS] is not original:
        connections[DEFAULT_DB_ALIAS].close()
        connections[DEFAULT_DB_ALIAS] = original
