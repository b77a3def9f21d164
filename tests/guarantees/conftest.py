"""The scene of each module, and the note of what each test injects."""

from collections.abc import Callable, Iterator

import pytest

from tests.integration.services import Services

from .breakpoints import Breakpoints
from .fault_table import NAME
from .faults import Injection
from .scene import Scene


@pytest.fixture(scope='module')
def scene(services: Services) -> Iterator[Scene]:
    """An endpoint that has been synced, and whose estate has changed since."""
    with Scene.made(services) as scene:
        yield scene


@pytest.fixture
def breakpoints(services: Services) -> Iterator[Breakpoints]:
    """Points at which the worker can be made to wait; none is left in the end."""
    with services.breakpoints.disarmed_after():
        yield services.breakpoints


@pytest.fixture(autouse=True)
def _noted(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> None:
    """Have the fault of a test counted in the table at the end."""
    call = getattr(request.node, 'callspec', None)
    injection = call.params.get('injection') if call else None
    if isinstance(injection, Injection):
        record_property(NAME, (injection.fault, injection.stage))
