"""One NetBox with branches for all tests; each has objects of its own."""

from collections.abc import Iterator

import pytest

from tests.integration.instant_backend import InstantBackend

from .scene import Branch, Scene


@pytest.fixture(scope='session')
def scene() -> Iterator[Scene]:
    with Scene.started() as scene:
        yield scene


@pytest.fixture(scope='session')
def backend() -> Iterator[InstantBackend]:
    """A proxbox-api that answers at once."""
    with InstantBackend() as backend:
        yield backend


@pytest.fixture(scope='session')
def synced(scene: Scene, backend: InstantBackend) -> int:
    """An endpoint that was entered in main and synced there, before there were branches."""
    known = scene.add_backend(scene.netbox, backend)
    endpoint = scene.add_endpoint(scene.netbox, known)
    assert scene.netbox.sync(endpoint).outcome == ('succeeded', '')
    return endpoint


@pytest.fixture(scope='session')
def branch(scene: Scene, synced: int) -> Branch:
    """A branch for the tests that merge nothing."""
    return scene.new_branch()
