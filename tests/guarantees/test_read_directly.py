"""What is broken for an endpoint behind proxbox-api is broken for one that is read directly, too."""

from collections.abc import Iterator

import pytest

from tests.integration.services import Services
from tests.sync.ways import DIRECTLY

from .scene import Scene
from .test_broken_connections import (
    test_a_message_comes_twice,
    test_a_run_that_is_published_twice_has_the_effect_of_one,
    test_connections_to_postgresql_are_cut,
    test_connections_to_the_broker_are_cut,
    test_postgresql_is_away_until_the_stage_gives_up,
    test_the_broker_delivers_a_message_again,
    test_the_broker_fails_and_comes_back,
    test_the_broker_forgets_everything,
)
from .test_killed_processes import (
    test_a_process_is_killed,
    test_a_process_that_is_killed_before_it_tells_degrades_the_run,
    test_a_process_that_wakes_after_its_run_was_given_up_writes_nothing,
    test_a_run_that_was_taken_and_not_published_is_published_by_the_sweep,
    test_the_worker_is_stopped_for_a_while,
)

__all__ = (
    'test_a_message_comes_twice',
    'test_a_process_is_killed',
    'test_a_process_that_is_killed_before_it_tells_degrades_the_run',
    'test_a_process_that_wakes_after_its_run_was_given_up_writes_nothing',
    'test_a_run_that_is_published_twice_has_the_effect_of_one',
    'test_a_run_that_was_taken_and_not_published_is_published_by_the_sweep',
    'test_connections_to_postgresql_are_cut',
    'test_connections_to_the_broker_are_cut',
    'test_postgresql_is_away_until_the_stage_gives_up',
    'test_the_broker_delivers_a_message_again',
    'test_the_broker_fails_and_comes_back',
    'test_the_broker_forgets_everything',
    'test_the_worker_is_stopped_for_a_while',
)

pytestmark = [pytest.mark.integration, pytest.mark.large, pytest.mark.usefixtures('breakpoints', 'receiver')]


@pytest.fixture(scope='module')
def scene(services: Services) -> Iterator[Scene]:
    """An endpoint that is read directly."""
    with Scene.made(services, DIRECTLY) as scene:
        yield scene
