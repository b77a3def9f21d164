"""The scene of each module, and the note of what each test injects."""

from collections.abc import Callable, Iterator

import pytest

from tests.integration.services import Services

from .breakpoints import Breakpoints
from .fault_table import NAME
from .faults import Injection
from .points import OF_A_REGISTRATION
from .receiver import Receiver
from .scene import Scene


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """An endpoint that is read directly is not registered, so nothing can be broken there."""
    items[:] = [item for item in items if not _breaks_a_registration_that_there_is_not(item)]


def _breaks_a_registration_that_there_is_not(item: pytest.Item) -> bool:
    injection = item.callspec.params.get('injection') if hasattr(item, 'callspec') else None
    is_direct = item.path.name == 'test_read_directly.py'
    return (
        is_direct and injection is not None and (injection.stage == 'register' or injection.point in OF_A_REGISTRATION)
    )


@pytest.fixture(scope='package')
def receiver(services: Services) -> Iterator[Receiver]:
    """A webhook that hears of all events, whatever breaks."""
    with Receiver.of(services) as receiver:
        yield receiver


@pytest.fixture(scope='module')
def scene(services: Services, receiver: Receiver) -> Iterator[Scene]:
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
