"""Who hears of events."""

from collections.abc import Iterator

import pytest

from .webhooks import Listener, listening


@pytest.fixture
def listener(db: None) -> Iterator[Listener]:
    """A webhook for all of our event types."""
    with listening() as listener:
        yield listener
