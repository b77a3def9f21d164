"""What a sync would change: done for real in a transaction that is rolled back, so that nothing else can come of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from netbox_proxbox.errors import NotAsPreviewed, ProxboxError
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.sources.records import Metrics, Topology
from netbox_proxbox.tracking.changelog import untracked

from .absence import NOT_MISSING
from .apply import shown
from .goes_with import GoesWith, goes_with
from .missing import deletions_held, lock_held
from .prune import prune
from .rows import CLUSTER_FIELDS, NODE_FIELDS, Rows, lock_rows
from .shown import not_shown
from .writing import write_reading

__all__ = ('Planned', 'planned', 'refuse_what_was_not_shown')

# No run is behind it, and no change log names one.
NO_RUN = 0
LINKED_TO = (('netbox_device', 'dcim.device'), ('netbox_cluster', 'virtualization.cluster'))
OF_A_NODE = ('proxmox_cluster', 'ip_address', *(name for name in NODE_FIELDS if name not in NOT_MISSING))
WOULD_BE_HELD = 'A sync would hold deletions: {cause}'


@dataclass(frozen=True, slots=True)
class Planned:
    """The records that a sync would have, with all that a new row gets and all that goes with a deleted one."""

    records: list[dict[str, Any]]
    warnings: list[str]


def planned(endpoint: ProxmoxEndpoint, topology: Topology, metrics: Metrics | None, *, read_at: datetime) -> Planned:
    """Return what writing a reading would change. Raises what `write_reading` does, and writes nothing."""
    with untracked(), transaction.atomic():
        rows = lock_rows(endpoint.pk)
        if rows is None:
            raise ProxmoxEndpoint.DoesNotExist
        found = _written(rows, topology, metrics, read_at)
        transaction.set_rollback(True)
    return found


def refuse_what_was_not_shown(run: SyncRun, topology: Topology, metrics: Metrics | None, *, read_at: datetime) -> None:
    """Raise NotAsPreviewed when a run that applies a preview would change something that this has not shown."""
    found = planned(run.endpoint, topology, metrics, read_at=read_at)
    if differences := not_shown(run.plan or [], found.records):
        raise NotAsPreviewed(run.endpoint.name, differences, found.records)


def _written(rows: Rows, topology: Topology, metrics: Metrics | None, read_at: datetime) -> Planned:
    # A cluster goes only by a decision about a reading that was held, and then while the reading is written.
    decided_on = [rows.cluster.pk] if rows.cluster is not None and rows.endpoint.held_decision else []
    lost = goes_with(ProxmoxCluster, decided_on)
    written = write_reading(rows, topology, metrics, read_at=read_at, run_id=NO_RUN)
    lost = {**lost, **goes_with(ProxmoxNode, written.absent)}
    pruned = prune(written.absent, NO_RUN)
    new = {_row_of(record): record['name'] for record in written.records if record['action'] == 'create'}
    records = [_as_planned(record, rows, lost, new) for record in (*written.records, *pruned.records)]
    held = deletions_held(rows.endpoint, lock_held(rows.endpoint) if written.has_held else [])
    return Planned(records, [*written.warnings, *pruned.warnings, *_of_held(held)])


def _of_held(held: ProxboxError | None) -> list[str]:
    return [] if held is None else [WOULD_BE_HELD.format(cause=held.cause)]


def _row_of(record: Mapping[str, Any]) -> tuple[str, int]:
    return record['object_type'], record['object_id']


def _as_planned(
    record: Mapping[str, Any], rows: Rows, lost: GoesWith, new: Mapping[tuple[str, int], str]
) -> dict[str, Any]:
    """Add to the record of a row that goes what it loses, and to that of a new row what it would hold.

    The keys of what is new are forgotten: something else gets them.
    """
    if record['action'] == 'delete':
        return {**record, 'fields': lost[_row_of(record)]}
    fields = record['fields'] | _links_to_new(record, new)
    if record['action'] == 'update':
        return {**record, 'fields': fields}
    return {**record, 'object_id': None, 'fields': _held_by_new(record, rows) | fields}


def _held_by_new(record: Mapping[str, Any], rows: Rows) -> dict[str, list[Any]]:
    """Return what a new row of ours would hold; what is created in NetBox tells that itself."""
    match record['object_type']:
        case 'netbox_proxbox.proxmoxnode':
            values = {name: shown(getattr(rows.nodes[record['name']], name)) for name in OF_A_NODE}
        case 'netbox_proxbox.proxmoxcluster':
            values = {name: shown(getattr(rows.cluster, name)) for name in CLUSTER_FIELDS}
        case _:
            return {}
    return {name: [None, value] for name, value in values.items() if value not in (None, '', 0) or value is False}


def _links_to_new(record: Mapping[str, Any], new: Mapping[tuple[str, int], str]) -> dict[str, list[Any]]:
    """Return links to what would be created with them, by its name."""
    for link, target in LINKED_TO:
        if link in record['fields']:
            old, key = record['fields'][link]
            return {link: [old, name]} if (name := new.get((target, key))) else {}
    return {}
