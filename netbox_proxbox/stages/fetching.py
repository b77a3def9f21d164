"""What each task of the chord does. Every function takes a run's id and may be called twice, or twice at once."""

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.database.transactions import retried
from netbox_proxbox.errors import ProxboxError
from netbox_proxbox.errors.run import RunLost
from netbox_proxbox.models import SyncRun
from netbox_proxbox.reading.as_json import to_json
from netbox_proxbox.reading.backends import note_version, opened
from netbox_proxbox.reading.endpoint import (
    may_be_read,
    reference_of,
    registration_of,
    remember,
    secrets_of,
    topology_of,
)
from netbox_proxbox.runs import endings
from netbox_proxbox.runs.publish import publish_chord
from netbox_proxbox.runs.stages import DONE, FAILED, FETCH_CLUSTER, FETCH_NODES, REGISTER, last_committed

from .execution import execute, finish

__all__ = ('fail', 'fetch_cluster', 'fetch_nodes', 'register')


def register(run_id: int, task_id: str = '') -> str:
    """Make the endpoint known to its backend as it is now, and publish the chord of the run."""
    return execute(run_id, REGISTER, _register, task_id=task_id)


def fetch_cluster(run_id: int, task_id: str = '') -> str:
    """Read the topology and keep it on the run. A failure fails the run."""
    return execute(run_id, FETCH_CLUSTER, _read_topology, task_id=task_id)


def fetch_nodes(run_id: int, task_id: str = '') -> str:
    """Read the metrics and keep them on the run. A failure leaves the run without them: it ends as degraded."""
    return execute(run_id, FETCH_NODES, _read_figures, task_id=task_id)


def fail(run_id: int) -> bool:
    """End a run whose chord broke, unless the stage that broke it has told its own cause: its process was killed."""
    run = retried(lambda: SyncRun.objects.filter(pk=run_id).first())
    if run is None or not run.is_active:
        return False
    return endings.fail(run_id, RunLost(stage=last_committed(run)), status=SyncStatusChoices.LOST)


def _register(run: SyncRun) -> bool:
    endpoint = run.endpoint
    may_be_read(endpoint)
    with opened(endpoint.backend, *secrets_of(endpoint)) as api:
        registration = registration_of(endpoint, api)
        remember(endpoint, registration)
    note_version(endpoint.backend)
    if not finish(run.pk, REGISTER, reading=None, requests=api.requests, retries=api.retries):
        return False
    publish_chord(run)
    return True


def _read_topology(run: SyncRun) -> bool:
    endpoint = run.endpoint
    may_be_read(endpoint)
    ref = reference_of(endpoint)
    with opened(endpoint.backend, *secrets_of(endpoint)) as api:
        topology = topology_of(endpoint, api, ref)
    if not endpoint.backend.version:
        note_version(endpoint.backend)
    return finish(run.pk, FETCH_CLUSTER, reading=to_json(topology), requests=api.requests, retries=api.retries)


def _read_figures(run: SyncRun) -> bool:
    endpoint = run.endpoint
    try:
        may_be_read(endpoint)
        with opened(endpoint.backend, *secrets_of(endpoint)) as api:
            metrics = api.metrics(reference_of(endpoint))
    except ProxboxError as error:
        why = {'error_code': error.code, 'cause': error.cause, 'cure': error.cure, 'retries': error.retries}
        return finish(run.pk, FETCH_NODES, reading=None, state=FAILED, **why)
    return finish(run.pk, FETCH_NODES, reading=to_json(metrics), state=DONE, requests=api.requests, retries=api.retries)
