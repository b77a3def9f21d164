"""fetch-nodes: reads the metrics of every node, and keeps them on the run."""

from netbox_proxbox.errors import ProxboxError
from netbox_proxbox.models import SyncRun
from netbox_proxbox.reading.as_json import to_json
from netbox_proxbox.reading.endpoint import how_it_was_read, metrics_of, opened_source
from netbox_proxbox.runs.stage_notes import FAILED, FETCH_NODES

from .execution import finish, stage

__all__ = ('execute',)


@stage(FETCH_NODES)
def execute(run: SyncRun) -> bool:
    """Read the metrics and keep them on the run. A failure leaves the run without them: it ends as degraded."""
    try:
        with opened_source(run.endpoint) as source:
            metrics = metrics_of(run.endpoint, source)
    except ProxboxError as error:
        why = {'error_code': error.code, 'cause': error.cause, 'cure': error.cure, 'retries': error.retries}
        return finish(run.pk, FETCH_NODES, reading=None, state=FAILED, **why)
    return finish(run.pk, FETCH_NODES, reading=to_json(metrics), **how_it_was_read(source))
