"""The command, called with nobody at the terminal."""

import sys
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.core.management import call_command

from tests.sources.proxbox_api.scripted_backend import ScriptedBackend

from .service import Service


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def server(service: Service) -> Iterator[ScriptedBackend]:
    with ScriptedBackend(service) as server:
        yield server


@pytest.fixture(autouse=True)
def nobody_at_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, 'stdin', StringIO())
    monkeypatch.delenv('PROXBOX_API_KEY', raising=False)


@pytest.fixture
def add(server: ScriptedBackend) -> Callable[..., str]:
    """Calls the command for the server, and returns what it says."""

    def call(*options: str, name: str = 'main', url: str = server.connection().url) -> str:
        out = StringIO()
        call_command('proxbox_backend', 'add', name, url, *options, stdout=out)
        return out.getvalue()

    return call
