"""Broker and database forget, cut or refuse connections at every boundary of the stages, and messages come twice."""

import pytest

from tests.integration.services import Services
from tests.integration.traces import message_of

from .breakpoints import Breakpoints
from .faults import Injection, injections
from .points import STAGES
from .scene import Scene

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures('breakpoints')]


@injections('the broker forgets everything')
def test_the_broker_forgets_everything(services: Services, scene: Scene, injection: Injection) -> None:
    run_id, halted = scene.halted_at(injection.point)
    services.broker.empty()
    halted.go_on()
    scene.check(scene.settled(run_id), ('succeeded', 'lost'))


@injections('connections to the broker are cut')
def test_connections_to_the_broker_are_cut(services: Services, scene: Scene, injection: Injection) -> None:
    run_id, halted = scene.halted_at(injection.point)
    assert services.broker.cut_connections() > 0
    halted.go_on()
    scene.check(scene.settled(run_id, patience=5), ('succeeded', 'lost'))


@injections('the broker fails and comes back')
def test_the_broker_fails_and_comes_back(services: Services, scene: Scene, injection: Injection) -> None:
    """Killed: Valkey comes back empty, RabbitMQ with what is on its disk, and with Sentinel a replica takes over."""
    run_id, halted = scene.halted_at(injection.point)
    services.broker.fail()
    halted.go_on()
    scene.check(scene.settled(run_id, patience=5), ('succeeded', 'lost'))


@injections('connections to PostgreSQL are cut')
def test_connections_to_postgresql_are_cut(scene: Scene, injection: Injection) -> None:
    run_id, halted = scene.halted_at(injection.point)
    assert scene.database.cut_connections() > 0
    halted.go_on()
    scene.check(scene.ended(run_id), ('succeeded',))


@injections('PostgreSQL is away')
def test_postgresql_is_away_until_the_stage_gives_up(
    scene: Scene, breakpoints: Breakpoints, injection: Injection
) -> None:
    after = injection.point.replace('before', 'after')
    run_id, halted = scene.halted_at(injection.point, after)
    with scene.database.away():
        halted.go_on()
        given_up = breakpoints.halted(after)
    given_up.go_on()
    scene.check(scene.settled(run_id), ('lost', 'failed', 'degraded'))


@injections('a message comes twice')
def test_a_message_comes_twice(
    services: Services, scene: Scene, breakpoints: Breakpoints, injection: Injection
) -> None:
    """Before a task, its copy is executed at the same moment; after it, once more."""
    run_id, halted = scene.halted_at(injection.point)
    task = injection.point.partition('-')[2]
    scene.arm(f'before-{task}', newer_than=run_id - 1)
    services.send(task, run_id)
    copy = breakpoints.halted(f'before-{task}', other_than=halted)
    for one in (copy, halted):
        one.go_on()
    run = scene.ended(run_id)
    assert run.status == 'succeeded'
    scene.check_what_holds_after(run, scene.synced())


@injections('a run is published twice')
def test_a_run_that_is_published_twice_has_the_effect_of_one(
    services: Services, scene: Scene, injection: Injection
) -> None:
    """The sweep takes a run whose messages are only late for one that lost them: the second chord has its own join."""
    run_id, halted = scene.halted_at(injection.point)
    services.publish_again(run_id, is_registered=injection.point != 'before-register')
    halted.go_on()
    run = scene.ended(run_id)
    assert run.status == 'succeeded'
    scene.check_what_holds_after(run, scene.synced())


@injections('the broker delivers a message again')
def test_the_broker_delivers_a_message_again(
    services: Services, scene: Scene, breakpoints: Breakpoints, injection: Injection
) -> None:
    """Twice more, as it was sent: with its id, its delivery tag and its place in the chord."""
    task = injection.point.partition('-')[2]
    with services.broker.overheard() as commands:
        run_id, halted = scene.halted_at(injection.point)
    sent = message_of(commands, task, run_id)
    scene.arm(f'before-{task}', newer_than=run_id - 1)
    for _ in range(2):
        services.broker.deliver(sent)
    copy = breakpoints.halted(f'before-{task}', other_than=halted)
    for one in (copy, halted):
        one.go_on()
    run = scene.ended(run_id)
    assert run.status == 'succeeded'
    scene.check_what_holds_after(run, scene.synced())


def test_the_broker_delivers_all_messages_of_a_run_again_when_it_is_over(services: Services, scene: Scene) -> None:
    scene.change_estate()
    with services.broker.overheard() as commands:
        run = scene.synced()
    for task in STAGES[1:]:
        services.broker.deliver(message_of(commands, task, run.id))
    scene.check_what_holds_after(run, scene.synced())
    assert scene.database.run(run.id) == run
