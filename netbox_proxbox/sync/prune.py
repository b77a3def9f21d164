"""Deletes nodes that a complete reading no longer has, each through its model, so that NetBox logs it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from utilities.exceptions import AbortRequest

from netbox_proxbox.models import ProxmoxNode

from .apply import change_record, explain
from .rows import lock_absent

__all__ = ('Pruned', 'prune')

KEPT = '{name} is gone from Proxmox but was kept, for NetBox refuses to delete it: {reason}'


class Pruned(NamedTuple):
    """What was deleted, and a warning for each row that NetBox protects."""

    records: list[dict[str, Any]]
    warnings: list[str]


def prune(absent: Sequence[int], run_id: int) -> Pruned:
    """Delete the nodes of these keys for a run.

    The endpoint's row is locked by the caller. What a person has deleted meanwhile is gone, which is as well.
    """
    pruned = Pruned([], [])
    for instance in lock_absent(absent):
        record = change_record('delete', instance)
        explain(instance, 'delete', {}, run_id)
        if refusal := _delete(instance):
            pruned.warnings.append(KEPT.format(name=instance, reason=refusal))
        else:
            pruned.records.append(record)
    return pruned


def _delete(instance: ProxmoxNode) -> str | None:
    """Delete one row, and return why if that was refused: by a protection rule, or by another plugin's objects."""
    try:
        with transaction.atomic():
            instance.snapshot()
            instance.delete()
    except (AbortRequest, ProtectedError, RestrictedError) as refusal:
        return str(refusal)
    return None
