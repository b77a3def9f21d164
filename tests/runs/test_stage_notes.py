"""What a run's row says of its stages."""

from netbox_proxbox.models import SyncRun
from netbox_proxbox.runs.stage_notes import (
    DONE,
    FAILED,
    FETCH_CLUSTER,
    FETCH_NODES,
    PRUNE,
    RECONCILE,
    REGISTER,
    RUNNING,
    STAGES,
    is_over,
    last_committed,
    note_stage,
)


def test_the_stages_in_their_order() -> None:
    assert STAGES == ('register', 'fetch-cluster', 'fetch-nodes', 'reconcile', 'prune', 'plan')


def test_a_note_adds_to_what_was_noted() -> None:
    run = SyncRun()

    note_stage(run, REGISTER, state=RUNNING, started_at='then')
    note_stage(run, REGISTER, state=DONE)

    assert run.stages == {'register': {'state': 'done', 'started_at': 'then'}}


def test_a_stage_is_over_when_it_is_done_or_has_failed() -> None:
    run = SyncRun(stages={REGISTER: {'state': DONE}, FETCH_NODES: {'state': FAILED}, FETCH_CLUSTER: {'state': RUNNING}})

    assert [is_over(run, stage) for stage in STAGES] == [True, False, True, False, False, False]


def test_the_last_committed_stage() -> None:
    run = SyncRun()
    assert last_committed(run) == 'none'

    note_stage(run, REGISTER, state=DONE)
    note_stage(run, RECONCILE, state=DONE)
    note_stage(run, PRUNE, state=RUNNING)
    assert last_committed(run) == 'reconcile'
