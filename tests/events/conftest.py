"""Who hears of events."""

from collections.abc import Iterator

import pytest

from netbox_proxbox.models import ProxmoxEndpoint
from tests.builders import an_endpoint

from .webhooks import Listener, listening


@pytest.fixture
def listener(db: None) -> Iterator[Listener]:
    """A webhook for all of our event types."""
    with listening() as listener:
        yield listener


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    """One whose events are told."""
    return an_endpoint()
