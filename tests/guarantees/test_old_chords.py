"""A chord that the previous release has published, wherever it is when the worker is replaced."""

import pytest

from tests.integration.services import Services
from tests.sources.proxbox_api.scripted_backend import captured_reply
from tests.sync.estate import CLUSTER_STATUS

from .previous_release import MESSAGES, OldChord, old_run, send
from .scene import Scene

pytestmark = pytest.mark.integration

# What of a chord is under way when the worker is replaced, and what is over by then.
IN_FLIGHT = [
    (('fetch_cluster', 'fetch_nodes'), ()),
    (('fetch_nodes',), ('fetch_cluster',)),
    (('reconcile',), ('fetch_cluster', 'fetch_nodes')),
    (('prune',), ('fetch_cluster', 'fetch_nodes', 'reconcile')),
]


@pytest.mark.parametrize(('in_flight', 'over'), IN_FLIGHT)
def test_a_chord_of_the_previous_release_is_finished(
    services: Services, scene: Scene, in_flight: tuple[str, ...], over: tuple[str, ...]
) -> None:
    scene.change_estate()
    run_id = old_run(scene)
    for number, task in enumerate(over, start=2):
        send(services, MESSAGES[task], run_id)
        scene.wait_for_stages(run_id, number)
    chord = OldChord(services, run_id)
    chord.restore('half' if over else 'before')
    chord.send(*in_flight)
    scene.check(scene.ended(run_id), ('succeeded',))


def test_a_chord_of_the_previous_release_that_fails_ends_its_run_in_words(services: Services, scene: Scene) -> None:
    scene.change_estate()
    scene.estate.failing[CLUSTER_STATUS] = captured_reply('err500_nodes')
    run_id = old_run(scene)
    chord = OldChord(services, run_id)
    chord.restore('before')
    chord.send('fetch_cluster', 'fetch_nodes')
    run = scene.ended(run_id)
    scene.estate.failing.clear()
    scene.check(run, ('failed',))


def test_a_chord_of_the_previous_release_whose_join_is_forgotten_goes_on(services: Services, scene: Scene) -> None:
    scene.change_estate()
    run_id = old_run(scene)
    OldChord(services, run_id).send('fetch_cluster', 'fetch_nodes')
    scene.wait_for_stages(run_id, 3)
    scene.check(scene.settled(run_id), ('succeeded',))


def test_a_chord_of_the_previous_release_for_a_run_that_has_ended_does_nothing(
    services: Services, scene: Scene
) -> None:
    scene.change_estate()
    run = scene.synced()
    chord = OldChord(services, run.id)
    chord.restore('before')
    chord.send('fetch_cluster', 'fetch_nodes')
    scene.check_what_holds_after(run, scene.synced())
    assert scene.database.run(run.id) == run
