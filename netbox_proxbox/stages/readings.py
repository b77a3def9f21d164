"""What the fetches of a run have kept on it."""

from dataclasses import dataclass
from datetime import datetime

from netbox_proxbox.models import SyncRun
from netbox_proxbox.reading.as_json import metrics_from_json, topology_from_json
from netbox_proxbox.runs.stage_notes import FETCH_CLUSTER, FETCH_NODES, is_over
from netbox_proxbox.sources.records import Metrics, Topology

__all__ = ('KeptReading', 'reading_of')


@dataclass(frozen=True, slots=True)
class KeptReading:
    """A reading, and the time by PostgreSQL's clock before which nothing of it was asked."""

    read_at: datetime
    topology: Topology
    metrics: Metrics | None


def reading_of(run: SyncRun) -> KeptReading | None:
    """Return what was read for a run; None when a second chord of it has come to its join before the first has read."""
    if FETCH_CLUSTER not in run.readings or not is_over(run, FETCH_NODES):
        return None
    return KeptReading(
        read_at=datetime.fromisoformat(run.stages[FETCH_CLUSTER]['started_at']),
        topology=topology_from_json(run.readings[FETCH_CLUSTER]),
        metrics=metrics_from_json(run.readings.get(FETCH_NODES)),
    )
