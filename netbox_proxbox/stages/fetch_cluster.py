"""fetch-cluster: reads the topology, and keeps it on the run."""

from netbox_proxbox.models import SyncRun
from netbox_proxbox.reading.as_json import to_json
from netbox_proxbox.reading.backends import opened
from netbox_proxbox.reading.endpoint import learn_version, may_be_read, secrets_of, topology_of
from netbox_proxbox.reading.registration import reference_of
from netbox_proxbox.runs.stages import FETCH_CLUSTER

from .execution import finish, stage

__all__ = ('execute',)


@stage(FETCH_CLUSTER)
def execute(run: SyncRun) -> bool:
    """Read the topology and keep it on the run. A failure fails the run."""
    endpoint = run.endpoint
    may_be_read(endpoint)
    ref = reference_of(endpoint)
    with opened(endpoint.backend, *secrets_of(endpoint)) as api:
        topology = topology_of(endpoint, api, ref)
    learn_version(endpoint)
    return finish(run.pk, FETCH_CLUSTER, reading=to_json(topology), requests=api.requests, retries=api.retries)
