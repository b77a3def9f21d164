"""What each task of the chord does. Every function takes a run's id and may be called twice, or twice at once."""

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.proxmox.errors import ProxboxError

from . import endings
from .backends import opened
from .claiming import claim
from .execution import COMPLETED, carry_out, execute, finish
from .failures import RunLost
from .reading import learn_version, may_be_read, reference_of, registration_of, remember, secrets_of, topology_of
from .readings import to_json
from .stages import BEGIN, DONE, FAILED, FETCH_CLUSTER, FETCH_NODES, last_committed
from .transactions import retried

__all__ = ('begin', 'fail', 'fetch_cluster', 'fetch_nodes')


def begin(run_id: int) -> bool:
    """Win the run and make sure of the endpoint's registration. True when the chord is to be published."""
    run = claim(run_id)
    return run is not None and carry_out(run, BEGIN, _register) == COMPLETED


def fetch_cluster(run_id: int) -> str:
    """Read the topology and keep it on the run. A failure fails the run."""
    return execute(run_id, FETCH_CLUSTER, _read_topology)


def fetch_nodes(run_id: int) -> str:
    """Read the figures and keep them on the run. A failure leaves the run without them: it ends as degraded."""
    return execute(run_id, FETCH_NODES, _read_figures)


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
    learn_version(endpoint, registration)
    return finish(run.pk, BEGIN, reading=None, requests=api.requests, retries=api.retries)


def _read_topology(run: SyncRun) -> bool:
    endpoint = _endpoint_of(run)
    ref = reference_of(endpoint)
    with opened(endpoint.backend, *secrets_of(endpoint)) as api:
        topology = topology_of(endpoint, api, ref)
    return finish(run.pk, FETCH_CLUSTER, reading=to_json(topology), requests=api.requests, retries=api.retries)


def _read_figures(run: SyncRun) -> bool:
    endpoint = _endpoint_of(run)
    try:
        with opened(endpoint.backend, *secrets_of(endpoint)) as api:
            metrics = api.metrics(reference_of(endpoint))
    except ProxboxError as error:
        why = {'error_code': error.code, 'cause': error.cause, 'cure': error.cure, 'retries': error.retries}
        return finish(run.pk, FETCH_NODES, reading=None, state=FAILED, **why)
    return finish(run.pk, FETCH_NODES, reading=to_json(metrics), state=DONE, requests=api.requests, retries=api.retries)


def _endpoint_of(run: SyncRun) -> ProxmoxEndpoint:
    """Return the run's endpoint with its backend, in one statement."""
    return retried(lambda: ProxmoxEndpoint.objects.select_related('backend').get(pk=run.endpoint_id))
