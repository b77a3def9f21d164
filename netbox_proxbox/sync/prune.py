"""Deletes nodes that a complete reading no longer has, each through its model, so that NetBox logs it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from utilities.exceptions import AbortRequest

from netbox_proxbox.events.changes import note_changes
from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode
from netbox_proxbox.tracking.change_message import change_message

from .absence import KEPT
from .apply import change_record, explain
from .missing import protected_nodes
from .rows import lock_absent

__all__ = ('Pruned', 'delete_row', 'prune')

REFUSED = '{name} is gone from Proxmox but was kept, for NetBox refuses to delete it: {reason}'


class Pruned(NamedTuple):
    """What was deleted, and a warning for each row that NetBox protects."""

    records: list[dict[str, Any]]
    warnings: list[str]


def prune(absent: Sequence[int], run_id: int) -> Pruned:
    """Delete the nodes of these keys for a run.

    The endpoint's row is locked by the caller. What a person has deleted meanwhile is gone, which is as well; what was
    protected or kept meanwhile stays, and the next sync says so.
    """
    pruned = Pruned([], [])
    nodes = _to_delete(absent)
    for instance in nodes:
        record, refusal = delete_row(instance, run_id)
        if record is None:
            pruned.warnings.append(REFUSED.format(name=instance, reason=refusal))
        else:
            pruned.records.append(record)
    if pruned.records:
        _tell(nodes[0], pruned.records, run_id)
    return pruned


def _tell(node: ProxmoxNode, records: Sequence[Mapping[str, Any]], run_id: int) -> None:
    """Tell that nodes left the cluster, or the endpoint, of one of them."""
    endpoint = node.endpoint
    note_changes(endpoint, node.proxmox_cluster, records, since=endpoint.last_read_at, run_id=run_id)


def delete_row(instance: ProxmoxCluster | ProxmoxNode, run_id: int) -> tuple[dict[str, Any] | None, str]:
    """Delete a row for a run, and return what the run tells of that; or None, and why NetBox refuses to."""
    record = change_record('delete', instance)
    explain(instance, change_message('delete', {}, run_id))
    refusal = _delete(instance)
    return (record, '') if refusal is None else (None, refusal)


def _to_delete(absent: Sequence[int]) -> list[ProxmoxNode]:
    if not absent:
        return []
    found, protected = list(lock_absent(absent)), protected_nodes(absent)
    return [node for node in found if node.pk not in protected and _may_go(node)]


def _may_go(node: ProxmoxNode) -> bool:
    return node.missing_because != KEPT and (node.deletion_confirmed or not node.is_held)


def _delete(instance: ProxmoxCluster | ProxmoxNode) -> str | None:
    """Delete one row, and return why if that was refused: by a protection rule, or by another plugin's objects."""
    try:
        with transaction.atomic():
            instance.snapshot()
            instance.delete()
    except AbortRequest as refusal:
        return str(refusal)
    except (ProtectedError, RestrictedError) as refusal:
        return str(refusal.args[0])  # the other argument names the objects, which not everybody may view
    return None
