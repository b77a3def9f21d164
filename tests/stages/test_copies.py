"""Any stage may be executed twice at the same time, and any connection may break: the effect is that of once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from core.models import ObjectChange
from django.db import OperationalError, connection

from netbox_proxbox import stages
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.runs.request import insert
from netbox_proxbox.runs.take import take
from netbox_proxbox.sync import foreground, prune
from tests.readings import cluster_of, metrics_of, numbered
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend
from tests.sync.estate import Estate
from tests.sync.ways import Way, on_both_sources
from tests.sync.whole_runs import STAGES, whole_run

pytestmark = [pytest.mark.usefixtures('committed'), on_both_sources]

COPIES = 3
UNANSWERED = (
    'NetBox could not tell every event rule of changes of this run: the connection to PostgreSQL broke while they were '
    'saved.'
)


@pytest.fixture
def lab(committed: None, server: ScriptedBackend, way: Way) -> ProxmoxEndpoint:
    return way.endpoint(server)


def at_once(stage: Callable[[int], object], run_id: int) -> None:
    """Execute a stage several times at the same moment, each on a connection of its own."""
    together = Barrier(COPIES)

    def execute(_: int) -> None:
        try:
            together.wait(30)
            stage(run_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(COPIES) as threads:
        list(threads.map(execute, range(COPIES)))


def everything_at_once(endpoint: ProxmoxEndpoint) -> SyncRun:
    """A whole run whose stages are each executed several times at once."""
    run, _ = insert(endpoint, 'manual')
    take()
    for stage in (stages.register.execute, *STAGES):
        at_once(stage, run.pk)
    run.refresh_from_db()
    return run


def logged(run: SyncRun) -> Counter[tuple[str, str]]:
    """How often the change log has each change of a run."""
    entries = ObjectChange.objects.filter(request_id=run.request_id)
    return Counter((entry.action, entry.object_repr) for entry in entries)


def test_copies_at_once_have_the_effect_of_one(lab: ProxmoxEndpoint, estate: Estate) -> None:
    first = everything_at_once(lab)
    estate.topology, estate.metrics = cluster_of(*numbered(2)), metrics_of('pve1', 'pve2')
    second = everything_at_once(lab)

    assert (first.status, second.status) == ('succeeded', 'succeeded')
    assert logged(first) == Counter(
        [('update', 'lab'), *(('create', name) for name in ('lab-cluster', 'pve1', 'pve2', 'pve3'))]
    )
    assert logged(second) == Counter([('update', 'lab-cluster'), ('delete', 'pve3')])
    assert (first.result or {})['nodes'] == {'created': 3, 'updated': 0, 'deleted': 0}
    assert (second.result or {})['nodes'] == {'created': 0, 'updated': 0, 'deleted': 1}


def test_a_connection_that_breaks_in_the_middle_of_writing_changes_nothing_about_it(
    lab: ProxmoxEndpoint, estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole_run(lab)
    estate.topology, estate.metrics = cluster_of(*numbered(2)), metrics_of('pve1', 'pve2')
    delete = prune._delete
    broken: list[int] = []

    def delete_and_break_once(instance: ProxmoxNode) -> str | None:
        refusal = delete(instance)
        if not broken:
            broken.append(1)
            with connection.cursor() as cursor:
                cursor.execute('SELECT pg_terminate_backend(pg_backend_pid())')
        return refusal

    monkeypatch.setattr(prune, '_delete', delete_and_break_once)

    run = whole_run(lab)

    assert broken
    assert (run.status, run.warnings) == ('succeeded', [])
    assert logged(run) == Counter([('update', 'lab-cluster'), ('delete', 'pve3')])
    assert ProxmoxNode.objects.count() == 2


def test_a_commit_whose_answer_is_lost_is_not_written_twice(
    lab: ProxmoxEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_rows, commit = foreground._write_rows, connection.commit
    written: list[int] = []

    def note_that_it_was_written(*arguments: Any) -> None:
        write_rows(*arguments)
        written.append(1)

    def commit_and_lose_the_answer() -> None:
        commit()
        if written == [1]:
            written.append(2)
            raise OperationalError('server closed the connection unexpectedly')

    monkeypatch.setattr(foreground, '_write_rows', note_that_it_was_written)
    monkeypatch.setattr(connection, 'commit', commit_and_lose_the_answer)

    run = foreground.sync_in_foreground(lab, 'python')

    assert written == [1, 2]
    run.refresh_from_db()
    assert (run.status, run.warnings, run.error_code) == ('degraded', [UNANSWERED], 'events-lost')
    assert (run.result or {})['nodes'] == {'created': 3, 'updated': 0, 'deleted': 0}
    assert list(SyncRun.objects.all()) == [run]
    assert logged(run)['create', 'pve1'] == 1


@pytest.mark.parametrize(('stage', 'changes'), [('reconcile', True), ('reconcile', False), ('prune', True)])
def test_events_that_go_with_the_answer_to_a_commit_degrade_the_run(
    lab: ProxmoxEndpoint, estate: Estate, monkeypatch: pytest.MonkeyPatch, stage: str, changes: bool
) -> None:
    whole_run(lab)
    if changes:
        estate.topology, estate.metrics = cluster_of('pve1', 'pve2', 'pve4'), metrics_of('pve1', 'pve2', 'pve4')
    module = getattr(stages, stage)
    complete, commit, lost = module.complete, connection.commit, []

    def note_that_it_was_done(run: SyncRun, name: str, **note: object) -> None:
        complete(run, name, **note)
        lost.append('not yet')

    def commit_and_lose_the_answer() -> None:
        commit()
        if lost == ['not yet']:
            lost.append('now')
            raise OperationalError('server closed the connection unexpectedly')

    monkeypatch.setattr(module, 'complete', note_that_it_was_done)
    monkeypatch.setattr(connection, 'commit', commit_and_lose_the_answer)

    run = whole_run(lab)

    assert lost == ['not yet', 'now']
    assert (run.status, run.warnings) == (('degraded', [UNANSWERED]) if changes else ('succeeded', []))


def test_two_foreground_syncs_at_once_write_one_after_the_other(lab: ProxmoxEndpoint) -> None:
    together, outcomes = Barrier(2), []

    def sync(_: int) -> None:
        try:
            together.wait(30)
            outcomes.append(foreground.sync_in_foreground(ProxmoxEndpoint.objects.get(), 'python').status)
        except Exception as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(sync, range(2)))

    assert 'succeeded' in outcomes
    assert set(outcomes) <= {'succeeded', 'SyncInProgress'}
    assert ObjectChange.objects.filter(action='create', changed_object_type__model='proxmoxnode').count() == 3
    assert not SyncRun.objects.filter(status__in=('queued', 'running')).exists()
