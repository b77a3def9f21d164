"""What a reading does to locked rows. The chord and the Python entry both come through here."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from netbox_proxbox.errors import EndpointEdited, SyncInProgress
from netbox_proxbox.events.changes import note_changes
from netbox_proxbox.events.failures import note_working
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.models.deadlines import deadline_after_reading
from netbox_proxbox.models.held_reading import NOTHING_HELD
from netbox_proxbox.runs.events import expect_events
from netbox_proxbox.runs.request import last_written
from netbox_proxbox.sources.records import Metrics, Topology

from .apply import apply
from .create_missing import Creator
from .followed_status import follow_status
from .learned import learned
from .link_rows import with_links
from .metrics_table import mark_seen, write_metrics
from .missing import note_absent
from .node_metrics import has_metrics, metrics_of_this_side, without_metrics
from .plan import absent_nodes, plan
from .rows import Rows, known_of
from .settle import settle
from .tracked_elsewhere import duplicate, with_known_ca

__all__ = ('Written', 'add_to_run', 'result_of', 'write_reading')


@dataclass(frozen=True, slots=True)
class Written:
    """What was changed, what was odd, whether the nodes have fresh metrics, and the keys of nodes to be deleted.

    `has_held` tells that other deletions wait for a person's decision.
    """

    records: list[dict[str, Any]]
    warnings: list[str]
    has_metrics: bool
    absent: tuple[int, ...]
    has_held: bool


def write_reading(
    rows: Rows, topology: Topology, metrics: Metrics | None, *, read_at: datetime, run_id: int
) -> Written:
    """Create and update what a reading says, metrics included. Raises a SyncError for one that may not be written.

    Nothing is deleted: that is for `prune`, which is told what. What else is absent is noted as missing.
    """
    _refuse_older(rows, read_at)
    _refuse_edited(rows.endpoint, topology)
    topology = with_known_ca(rows.endpoint, topology)
    if error := duplicate(rows, topology, metrics):
        raise error
    settled = settle(rows, topology, metrics, read_at=read_at, run_id=run_id)
    known = known_of(rows)
    metrics, of_other_sides = metrics_of_this_side(topology, metrics)
    creator = Creator(rows.endpoint, run_id)
    plan_ = with_links(plan(known, topology, metrics), rows, topology, creator)
    were_read_before = any(node.metrics_read_at for node in rows.nodes.values())
    records = apply(plan_, rows, run_id)
    noted = note_absent(rows, absent_nodes(known, topology), len(known.nodes), read_at=read_at, run_id=run_id)
    followed = follow_status(rows, creator)
    by_node = plan_.metrics or {}
    if by_node:
        write_metrics(rows.nodes, by_node)
    mark_seen([rows.nodes[node.name] for node in topology.nodes if node.name not in by_node])
    note_working(rows.endpoint, run_id)
    _note_reading(rows.endpoint, topology, metrics, read_at)
    is_measured, warnings = has_metrics(topology, by_node), [*of_other_sides, *plan_.warnings, *noted.warnings]
    if not is_measured:
        warnings.append(without_metrics(were_read_before=were_read_before))
    warnings += creator.warnings
    changed = [*settled, *creator.records, *records, *noted.records, *followed]
    note_changes(rows.endpoint, rows.cluster, changed, since=read_at, run_id=run_id)
    return Written(changed, warnings, is_measured, noted.delete, noted.has_held)


def add_to_run(run: SyncRun, records: Sequence[Mapping[str, Any]], warnings: Iterable[str]) -> None:
    """Note on a run what it changed and what was odd, and that event rules are to be told. The caller saves."""
    run.changes = [*run.changes, *records]
    run.warnings = [*run.warnings, *warnings]
    if records:
        expect_events(run)


def result_of(mode: str, records: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the answer that the specification documents, counted from the records of a run.

    A row counts once as updated, whatever was written to it.
    """
    done = {(record['object_type'], record['object_id'], record['action']) for record in records}
    counts = Counter((model, action) for model, _, action in done)

    def count(model: str, action: str) -> int:
        return counts[f'netbox_proxbox.proxmox{model}', action]

    return {
        'mode': mode,
        'clusters': {'created': count('cluster', 'create'), 'updated': count('cluster', 'update')},
        'nodes': {
            'created': count('node', 'create'),
            'updated': count('node', 'update'),
            'deleted': count('node', 'delete'),
        },
    }


def _refuse_edited(endpoint: ProxmoxEndpoint, topology: Topology) -> None:
    """Raise EndpointEdited for a reading of where the endpoint led before: it may be of another cluster."""
    is_of_release_before = not topology.read_as and not endpoint.is_direct
    if topology.read_as != endpoint.trust_digest() and not is_of_release_before:
        raise EndpointEdited(endpoint.name)


def _note_reading(endpoint: ProxmoxEndpoint, topology: Topology, metrics: Metrics | None, read_at: datetime) -> None:
    notes: dict[str, Any] = {
        **{'last_read_at': read_at, 'overdue_at': deadline_after_reading()},
        'root_ca': topology.root_ca,
    }
    if endpoint.failed_runs:
        notes['failed_runs'] = 0
    if endpoint.held_because:
        notes |= NOTHING_HELD
    if endpoint.is_direct:
        notes |= learned(topology, metrics, is_verified=endpoint.verify_ssl)
    if metrics is not None and metrics.has_details:
        notes['details_read_at'] = read_at
    ProxmoxEndpoint.objects.filter(pk=endpoint.pk).update(**notes)


def _refuse_older(rows: Rows, read_at: datetime) -> None:
    """Raise SyncInProgress for a reading that is older than what was written last."""
    last_read_at = rows.endpoint.last_read_at
    if last_read_at is not None and last_read_at > read_at:
        raise SyncInProgress(last_written(rows.endpoint.pk))
