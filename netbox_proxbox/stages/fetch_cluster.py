"""fetch-cluster: reads the topology, and keeps it on the run."""

from netbox_proxbox.models import SyncRun
from netbox_proxbox.reading.as_json import to_json
from netbox_proxbox.reading.endpoint import how_it_was_read, learn_version, opened_source, topology_of
from netbox_proxbox.reading.registration import forgotten_when_stale
from netbox_proxbox.runs.stage_notes import FETCH_CLUSTER

from .execution import finish, stage

__all__ = ('execute',)


@stage(FETCH_CLUSTER)
def execute(run: SyncRun) -> bool:
    """Read the topology and keep it on the run. A failure fails the run."""
    with opened_source(run.endpoint) as source, forgotten_when_stale(run.endpoint):
        topology = topology_of(run.endpoint, source)
    learn_version(run.endpoint)
    return finish(run.pk, FETCH_CLUSTER, reading=to_json(topology), **how_it_was_read(source))
