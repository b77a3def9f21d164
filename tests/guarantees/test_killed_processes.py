"""Processes of the worker are killed, or sleep for too long, at every point of a sync."""

import signal
from contextlib import ExitStack

import pytest

from tests.integration.services import Services
from tests.integration.waiting import wait_for

from .breakpoints import Breakpoints
from .faults import Injection, injections
from .scene import Scene

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures('breakpoints')]

# What waits between two stages is published by the sweep. A stage that was cut off is not begun again.
AT_ONCE = {
    'publishing-fetch_cluster': 'succeeded',
    'before-fetch_nodes': 'succeeded',
    'commit-reconcile': 'lost',
    'before-prune': 'succeeded',
}


@injections('a process of the worker is killed')
def test_a_process_is_killed(scene: Scene, injection: Injection) -> None:
    run_id, halted = scene.halted_at(injection.point)
    halted.kill()
    run = scene.settled(run_id)
    scene.check(run, ('lost', 'succeeded'))


def test_a_process_that_is_killed_before_it_tells_degrades_the_run(services: Services, scene: Scene) -> None:
    run_id, halted = scene.halted_at('committed-prune')
    halted.kill()
    scene.ended(run_id)
    services.give_up_what_is_silent()
    wait_for(lambda: scene.database.run(run_id).status == 'degraded')
    run = scene.database.run(run_id)
    assert run.error_code == 'events-lost'
    scene.check_what_holds_after(run, scene.synced())


@injections('a process sleeps until its run is lost')
def test_a_process_that_wakes_after_its_run_was_given_up_writes_nothing(scene: Scene, injection: Injection) -> None:
    run_id, sleeper = scene.halted_at(injection.point)
    with sleeper.asleep():
        given_up = scene.settled(run_id)
        assert given_up.status in ('lost', 'succeeded'), given_up.cause
        newer = scene.synced()
        written = scene.database.content(scene.endpoint)
    scene.check_what_holds_after(given_up, newer, scene.synced())
    assert scene.database.content(scene.endpoint) == written
    assert scene.database.run(run_id) == given_up


@injections('a run is taken and not published')
def test_a_run_that_was_taken_and_not_published_is_published_by_the_sweep(scene: Scene, injection: Injection) -> None:
    scene.change_estate()
    if injection.stage == 'register':
        scene.database.forget_registration(scene.endpoint)
    run_id = scene.database.insert_taken(scene.endpoint)
    scene.check(scene.settled(run_id), ('succeeded',))


@injections('the worker is stopped for a while')
def test_the_worker_is_stopped_for_a_while(
    services: Services, scene: Scene, breakpoints: Breakpoints, injection: Injection
) -> None:
    after = injection.point.replace('before', 'after')
    run_id, halted = scene.halted_at(injection.point, after)
    worker = services.worker_of(halted.pid)
    worker.send_signal(signal.SIGSTOP)
    halted.go_on()
    breakpoints.halted(after).go_on()
    worker.send_signal(signal.SIGCONT)
    scene.check(scene.ended(run_id), ('succeeded',))


@pytest.mark.usefixtures('receiver')
def test_the_whole_worker_is_killed_at_many_stages_at_once(services: Services) -> None:
    with ExitStack() as stack:
        scenes = [stack.enter_context(Scene.made(services)) for _ in AT_ONCE]
        runs = []
        for scene, point in zip(scenes, AT_ONCE, strict=True):
            runs.append(scene.halted_at(point)[0])
        services.kill_worker()
        services.start_worker()
        services.give_up_what_is_silent()
        for scene, run_id, point in zip(scenes, runs, AT_ONCE, strict=True):
            scene.check(scene.ended(run_id), (AT_ONCE[point],))
