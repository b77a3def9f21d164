"""A process is killed in a preview, in a sync that applies one, and in one that carries out a decision."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from netbox_proxbox.sources.records import Topology
from tests.integration.netbox import PLUGIN
from tests.readings import cluster_of, metrics_of, standalone_host

from .breakpoints import Halted
from .scene import STAYS, Scene

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures('breakpoints')]

READING = ('before-fetch_cluster', 'after-fetch_cluster', 'before-fetch_nodes', 'after-fetch_nodes')
PLANNING = ('publishing-plan', 'before-plan', 'writing-plan', 'commit-plan', 'committed-plan', 'after-plan')
WRITING = ('before-reconcile', 'writing-reconcile', 'commit-reconcile', 'committed-reconcile', 'after-reconcile')
PRUNING = ('publishing-prune', 'before-prune', 'writing-prune', 'commit-prune', 'committed-prune', 'after-prune')


def halted_at(scene: Scene, point: str, path: str) -> tuple[int, Halted]:
    """Ask for a run that waits at a point."""
    scene.arm(point)
    run_id = scene.services.netbox.post(f'{PLUGIN}/{path}/', {})['id']
    return run_id, scene.services.breakpoints.halted(point)


@pytest.mark.parametrize('point', [*READING, *PLANNING])
def test_a_preview_that_is_killed_has_changed_nothing(scene: Scene, point: str) -> None:
    scene.change_estate()
    before = scene.database.content(scene.endpoint)
    run_id, halted = halted_at(scene, point, f'endpoints/{scene.endpoint}/preview')

    halted.kill()
    run = scene.settled(run_id)

    assert run.status in ('succeeded', 'lost')
    assert scene.database.content(scene.endpoint) == before
    assert scene.database.changes([run]) == Counter()
    scene.check_what_holds_after(scene.synced())


@pytest.mark.parametrize('point', [*WRITING, *PRUNING])
def test_a_sync_that_applies_a_plan_is_whole_or_made_up_for(scene: Scene, point: str) -> None:
    scene.change_estate()
    preview = scene.services.netbox.preview(scene.endpoint)
    assert preview.outcome == ('succeeded', '')
    run_id, halted = halted_at(scene, point, f'sync-runs/{preview.id}/apply')

    halted.kill()

    scene.check(scene.settled(run_id), ('lost', 'succeeded', 'degraded'))


@contextmanager
def answering(scene: Scene, topology: Topology) -> Iterator[set[str]]:
    """Let the estate answer so for a while, after a whole sync, and tell which rows a sync would delete."""
    scene.change_estate()
    scene.synced()
    scene.check_that_it_is_in_step()
    before = scene.database.content(scene.endpoint).nodes.keys() - {STAYS.name}
    usual, metrics = scene.estate.topology, scene.estate.metrics
    scene.estate.topology, scene.estate.metrics = topology, metrics_of(STAYS.name)
    yield set(before)
    scene.estate.topology, scene.estate.metrics = usual, metrics
    scene.synced()


@pytest.fixture
def held(scene: Scene) -> Iterator[set[str]]:
    """All nodes but one have left, and wait for a decision."""
    with answering(scene, cluster_of(STAYS, name=scene.name)) as nodes:
        yield nodes


@pytest.fixture
def standalone(scene: Scene) -> Iterator[set[str]]:
    """One node has left its cluster by hand, and the reading of it waits for a decision."""
    with answering(scene, standalone_host(STAYS)) as nodes:
        assert scene.services.netbox.sync(scene.endpoint).status == 'held'
        yield nodes | {scene.name}


@pytest.mark.parametrize('point', [point for point in (*WRITING, *PRUNING) if point != 'writing-prune'])
def test_nothing_is_deleted_before_somebody_confirms(scene: Scene, held: set[str], point: str) -> None:
    run_id, halted = halted_at(scene, point, f'endpoints/{scene.endpoint}/sync')

    halted.kill()

    assert scene.settled(run_id).status in ('lost', 'held', 'degraded')
    assert scene.database.content(scene.endpoint).nodes.keys() > held
    assert scene.services.netbox.sync(scene.endpoint).status == 'held'
    assert scene.database.content(scene.endpoint).nodes.keys() > held


def check_that_it_is_carried_out_once(scene: Scene, point: str, decision: str, gone: set[str]) -> None:
    """Decide, kill the process that carries it out at a point, and look what the sync makes of it that follows."""
    run_id, halted = halted_at(scene, point, f'endpoints/{scene.endpoint}/{decision}')

    halted.kill()
    broken = scene.settled(run_id)
    again = scene.services.netbox.sync(scene.endpoint)

    assert again.status == 'succeeded'
    assert scene.database.content(scene.endpoint).nodes.keys() == {STAYS.name}
    deleted = scene.database.changes([broken, scene.database.run(again.id)])
    assert {name: count for (action, name), count in deleted.items() if action == 'delete'} == dict.fromkeys(gone, 1)


@pytest.mark.parametrize('point', [point for point in (*WRITING, *PRUNING) if point != 'writing-reconcile'])
def test_what_was_confirmed_is_deleted_once(scene: Scene, held: set[str], point: str) -> None:
    assert scene.services.netbox.sync(scene.endpoint).status == 'held'
    check_that_it_is_carried_out_once(scene, point, 'confirm-deletions', held)


@pytest.mark.parametrize('point', [*WRITING, *PRUNING])
def test_what_was_believed_is_written_once(scene: Scene, standalone: set[str], point: str) -> None:
    check_that_it_is_carried_out_once(scene, point, 'believe-reading', standalone)
