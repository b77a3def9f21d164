"""What a run deleted, as NetBox's change log has it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from core.choices import ObjectChangeActionChoices
from core.models import ObjectChange
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from extras.models import JournalEntry

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode, SyncRun
from netbox_proxbox.tracking.change_message import change_message

__all__ = ('DELETABLE', 'Deletion', 'Logged', 'deletions_of')

# Clusters first: nodes refer to them.
DELETABLE: Final[tuple[type[Any], ...]] = (ProxmoxCluster, ProxmoxNode)


@dataclass(frozen=True, slots=True)
class Logged:
    """A row as it was before its deletion."""

    pk: int
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """A row that a run deleted, and the journal that went with it; without a row if the log does not reach so far."""

    model: type[Any]
    pk: int
    name: str
    row: Logged | None = None
    time: datetime | None = None
    journal: tuple[Logged, ...] = ()
    was_deleted_again: bool = False


def deletions_of(run: SyncRun) -> list[Deletion]:
    """Return what a run deleted, clusters before nodes. At most one query for each of both, and one for journals."""
    clusters = _of_model(run, ProxmoxCluster)
    return [*clusters, *(_in_its_cluster(node, clusters) for node in _of_model(run, ProxmoxNode))]


def _in_its_cluster(node: Deletion, clusters: Sequence[Deletion]) -> Deletion:
    """Return a node as one of the cluster that went in the same run: that had let go of it before."""
    if node.row is None or not clusters or node.row.data.get('proxmox_cluster') is not None:
        return node
    return replace(node, row=Logged(node.pk, {**node.row.data, 'proxmox_cluster': clusters[0].pk}))


def _of_model(run: SyncRun, model: type[Any]) -> list[Deletion]:
    label = model._meta.label_lower
    records = [record for record in run.changes if record['action'] == 'delete' and record['object_type'] == label]
    if not records:
        return []
    newest, own = _entries(run, model, {record['object_id'] for record in records})
    journals = _journals(model, own.values())
    return [
        _deletion(model, record, own.get(record['object_id']), newest, journals[record['object_id']])
        for record in records
    ]


def _deletion(
    model: type[Any], record: Mapping[str, Any], entry: Any, newest: Mapping[int, int], journal: Iterable[Logged]
) -> Deletion:
    pk, name = record['object_id'], record['name']
    if entry is None:
        return Deletion(model=model, pk=pk, name=name)
    return Deletion(
        model=model,
        pk=pk,
        name=name,
        row=Logged(pk, entry.prechange_data),
        time=entry.time,
        journal=tuple(journal),
        was_deleted_again=newest[pk] != entry.pk,
    )


def _entries(run: SyncRun, model: type[Any], ids: Iterable[int]) -> tuple[dict[int, int], dict[int, Any]]:
    """Return the keys of the newest entries about the rows' deletions, and those that the run made itself."""
    deletions = _logged_deletions(model).filter(changed_object_id__in=ids).order_by('time', 'pk')
    newest = dict(deletions.values_list('changed_object_id', 'pk'))
    # A sync in a script is logged under the request of the script.
    by_run = Q(request_id=run.request_id) | Q(message=change_message('delete', {}, run.pk))
    own = {entry.changed_object_id: entry for entry in deletions.filter(by_run) if entry.prechange_data}
    return newest, own


def _journals(model: type[Any], entries: Iterable[Any]) -> Mapping[int, list[Logged]]:
    """Return the entries of journals that went with rows, by the key of the row."""
    found: defaultdict[int, list[Logged]] = defaultdict(list)
    request_ids = {entry.changed_object_id: entry.request_id for entry in entries}
    own_type = ContentType.objects.get_for_model(model).pk
    for entry in _logged_deletions(JournalEntry).filter(request_id__in=set(request_ids.values())).order_by('pk'):
        data = entry.prechange_data or {}
        row = data.get('assigned_object_id', 0)
        if data.get('assigned_object_type') == own_type and request_ids.get(row) == entry.request_id:
            found[row].append(Logged(entry.changed_object_id, data))
    return found


def _logged_deletions(model: type[Any]) -> QuerySet[ObjectChange]:
    logged: QuerySet[ObjectChange] = ObjectChange.objects.filter(
        changed_object_type=ContentType.objects.get_for_model(model), action=ObjectChangeActionChoices.ACTION_DELETE
    )
    return logged
