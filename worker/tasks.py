"""The tasks. Each takes ids and calls one function; what they mean is in `netbox_proxbox.sync`.

What a task returns is for the people who watch it in Flower.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from netbox_proxbox import dispatch, heartbeats, leftover_records, scheduling
from netbox_proxbox.sync import capacity, clock, retention, settling, steps
from netbox_proxbox.sync import sweep as sweeping
from netbox_proxbox.sync.execution import IGNORED, StageFailed

from . import pipeline
from .app import app
from .logs import leave_out_expected_failures

__all__ = (
    'begin',
    'fail',
    'fetch_cluster',
    'fetch_nodes',
    'housekeeping',
    'prune',
    'reconcile',
    'remove_record',
    'start_sweep',
    'sweep',
    'tick',
)

leave_out_expected_failures()


@app.task(throws=(StageFailed,))
def begin(run_id: int) -> str:
    """Win the run, make sure of the registration, and publish the chord."""
    if not steps.begin(run_id):
        return IGNORED
    return 'stages published' if pipeline.start(run_id) else 'the broker did not take the stages: the run has failed'


@app.task(ignore_result=False, throws=(StageFailed,))
def fetch_cluster(run_id: int) -> str:
    """Read the topology from proxbox-api."""
    return steps.fetch_cluster(run_id)


@app.task(ignore_result=False, throws=(StageFailed,))
def fetch_nodes(run_id: int) -> str:
    """Read the figures of every node from proxbox-api."""
    return steps.fetch_nodes(run_id)


@app.task(throws=(StageFailed,))
def reconcile(run_id: int) -> str:
    """Create and update rows in NetBox."""
    return settling.reconcile(run_id)


@app.task(throws=(StageFailed,))
def prune(run_id: int) -> str:
    """Delete rows that Proxmox no longer has, and end the run."""
    outcome = settling.prune(run_id)
    send_waiting()
    return outcome


@app.task
def fail(run_id: int) -> str:
    """End a run whose begin or chord broke, and start what waits for its room."""
    has_ended = steps.fail(run_id)
    send_waiting()
    return 'run ended as lost' if has_ended else 'the run had ended'


@app.task
def tick() -> str:
    """Insert runs of the endpoints that are due, and start as many as there is room for."""
    due = len(scheduling.claim_due())
    return f'{due} due, {send_waiting()}'


@app.task
def start_sweep() -> None:
    """Put a sweep last in the queue of begins, with the time at which it was put there."""
    sweep.delay(clock.database_now().isoformat())


@app.task
def sweep(as_of: str) -> str:
    """Send vanished begins again, end lost runs, tell of lost events, and start what waits for room."""
    moment = datetime.fromisoformat(as_of)
    again = _sent(dispatch.send(run) for run in sweeping.runs_to_send_again(moment))
    hard_limit = timedelta(seconds=app.conf.task_time_limit)
    unheard = sweeping.give_up_lost_events(moment, hard_limit)
    lost = sweeping.end_lost_runs(moment, hard_limit)
    return f'again: {again}; lost: {lost}; events lost: {unheard}; waiting: {send_waiting()}'


@app.task
def housekeeping() -> str:
    """Delete old runs, and the heartbeats of processes that are gone for good."""
    return f'runs: {retention.delete_old_runs()}; heartbeats: {heartbeats.forget_silent()}'


@app.task
def remove_record(backend_id: int, record_id: int, name: str, user_id: int) -> str:
    """Remove what proxbox-api keeps of an endpoint that NetBox has given up."""
    return leftover_records.remove(leftover_records.Leftover(backend_id, record_id, name), user_id)


def send_waiting() -> str:
    """Send the runs that have found room."""
    return _sent(dispatch.send(run) for run in capacity.take_waiting())


def _sent(deliveries: Iterable[bool]) -> str:
    return f'{sum(deliveries)} sent'
