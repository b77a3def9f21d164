"""The tasks. Each takes a run's id and calls one function; what they mean is in `netbox_proxbox.sync`."""

from datetime import datetime, timedelta

from netbox_proxbox import dispatch, scheduling
from netbox_proxbox.sync import capacity, runs, settling, steps
from netbox_proxbox.sync import sweep as sweeping
from netbox_proxbox.sync.execution import StageFailed

from . import pipeline
from .app import app
from .logs import leave_out_expected_failures

__all__ = ('begin', 'fail', 'fetch_cluster', 'fetch_nodes', 'prune', 'reconcile', 'start_sweep', 'sweep', 'tick')

leave_out_expected_failures()


@app.task(throws=(StageFailed,))
def begin(run_id: int) -> None:
    """Win the run, make sure of the registration, and publish the chord."""
    if steps.begin(run_id):
        pipeline.start(run_id)


@app.task(ignore_result=False, throws=(StageFailed,))
def fetch_cluster(run_id: int) -> str:
    """Read the topology from proxbox-api."""
    return steps.fetch_cluster(run_id)


@app.task(ignore_result=False, throws=(StageFailed,))
def fetch_nodes(run_id: int) -> str:
    """Read the figures of every node from proxbox-api."""
    return steps.fetch_nodes(run_id)


@app.task(throws=(StageFailed,))
def reconcile(run_id: int) -> None:
    """Create and update rows in NetBox."""
    settling.reconcile(run_id)


@app.task(throws=(StageFailed,))
def prune(run_id: int) -> None:
    """Delete rows that Proxmox no longer has, and end the run."""
    settling.prune(run_id)
    send_waiting()


@app.task
def fail(run_id: int) -> None:
    """End a run whose begin or chord broke, and start what waits for its room."""
    steps.fail(run_id)
    send_waiting()


@app.task
def tick() -> None:
    """Start the endpoints that are due."""
    for run in scheduling.claim_due():
        dispatch.send(run)


@app.task
def start_sweep() -> None:
    """Put a sweep last in the queue of begins, with the time at which it was put there."""
    sweep.delay(runs.database_now().isoformat())


@app.task
def sweep(as_of: str) -> None:
    """Send vanished begins again, end lost runs, and start what waits for room."""
    moment = datetime.fromisoformat(as_of)
    for run in sweeping.runs_to_send_again(moment):
        dispatch.send(run)
    sweeping.end_lost_runs(moment, hard_limit=timedelta(seconds=app.conf.task_time_limit))
    send_waiting()


def send_waiting() -> None:
    """Send the runs that have found room."""
    for run in capacity.take_waiting():
        dispatch.send(run)
