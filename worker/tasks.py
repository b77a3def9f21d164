"""The tasks. Each takes ids and calls one function; what the stages do is in `netbox_proxbox.stages`.

What a task returns is for the people who watch it in Flower.
"""

from datetime import datetime, timedelta
from typing import Any

from netbox_proxbox import stages
from netbox_proxbox.database import clock
from netbox_proxbox.events import retention as event_retention
from netbox_proxbox.events import sender
from netbox_proxbox.events.quorum import note_quorum
from netbox_proxbox.events.steadiness import note_steady
from netbox_proxbox.health import heartbeats
from netbox_proxbox.reading import leftovers
from netbox_proxbox.runs import retention
from netbox_proxbox.runs import sweep as sweeping
from netbox_proxbox.runs.publish import publish_all
from netbox_proxbox.runs.start import start_queued
from netbox_proxbox.schedules.due import claim_due
from netbox_proxbox.stages.execution import StageFailed

from .app import app
from .logs import leave_out_expected_failures

__all__ = (
    'fail',
    'fetch_cluster',
    'fetch_nodes',
    'housekeeping',
    'plan',
    'prune',
    'reconcile',
    'register',
    'remove_record',
    'send_events',
    'start_sweep',
    'sweep',
    'tick',
)

leave_out_expected_failures()


@app.task(bind=True, throws=(StageFailed,))
def register(task: Any, run_id: int) -> str:
    """Make the endpoint known to proxbox-api, and publish the chord."""
    return stages.register.execute(run_id, task.request.id)


@app.task(bind=True, throws=(StageFailed,))
def fetch_cluster(task: Any, run_id: int) -> str:
    """Read the topology."""
    return stages.fetch_cluster.execute(run_id, task.request.id)


@app.task(bind=True, throws=(StageFailed,))
def fetch_nodes(task: Any, run_id: int) -> str:
    """Read the metrics of every node."""
    return stages.fetch_nodes.execute(run_id, task.request.id)


@app.task(bind=True, throws=(StageFailed,))
def reconcile(task: Any, run_id: int) -> str:
    """Create and update rows in NetBox."""
    return stages.reconcile.execute(run_id, task.request.id)


@app.task(bind=True, throws=(StageFailed,))
def prune(task: Any, run_id: int) -> str:
    """Delete rows that Proxmox no longer has, end the run, and start what waits for its room."""
    return stages.prune.execute(run_id, task.request.id)


@app.task(bind=True, throws=(StageFailed,))
def plan(task: Any, run_id: int) -> str:
    """Keep on a preview what a sync would change, and start what waits for its room."""
    return stages.plan.execute(run_id, task.request.id)


@app.task
def fail(run_id: int) -> str:
    """End a run whose registration or chord broke, and start what waits for its room."""
    return stages.fail.execute(run_id)


@app.task
def tick() -> str:
    """Insert runs of the endpoints that are due, and start as many as there is room for."""
    due = len(claim_due())
    return f'{due} due, {len(start_queued())} started'


@app.task
def start_sweep() -> None:
    """Put a sweep last in the queue of stages, with the time at which it was put there."""
    sweep.delay(clock.database_now().isoformat())


@app.task
def sweep(as_of: str) -> str:
    """Publish runs again whose messages vanished, end lost runs, start what waits for room, and tell what is untold."""
    moment, hard_limit = datetime.fromisoformat(as_of), timedelta(seconds=app.conf.task_time_limit)
    again = publish_all(sweeping.claim_stalled(moment))
    unheard = sweeping.give_up_lost_events(moment, hard_limit)
    lost = sweeping.end_lost_runs(moment, hard_limit)
    started = len(start_queued())
    told = sender.send_unsent()
    # What these tell rings for the sender.
    note_steady()
    note_quorum()
    return f'{again} published again, {lost} lost, {unheard} with lost events, {started} started, {told} events sent'


@app.task
def housekeeping() -> str:
    """Delete old runs, old events, and the heartbeats of processes that are gone for good."""
    runs, events = retention.delete_old_runs(), event_retention.delete_old_events()
    return f'runs: {runs}; events: {events}; heartbeats: {heartbeats.forget_silent()}'


@app.task
def send_events() -> str:
    """Tell NetBox's event rules of what happened, in order."""
    return f'{sender.send_unsent()} sent'


@app.task
def remove_record(backend_id: int, record_id: int, name: str, user_id: int) -> str:
    """Remove what proxbox-api keeps of an endpoint that NetBox has given up."""
    return leftovers.remove(leftovers.Leftover(backend_id, record_id, name), user_id)
