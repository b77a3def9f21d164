"""Deletes what a complete reading no longer has, each through its model, so that NetBox logs it."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from utilities.exceptions import AbortRequest

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode

from .apply import change_record
from .plan import Absent
from .rows import Rows

__all__ = ('prune',)

KEPT = '{name} is gone from Proxmox but was kept, for NetBox refuses to delete it: {reason}'


def prune(absent: Absent, rows: Rows) -> tuple[list[dict[str, Any]], list[str]]:
    """Delete absent rows, nodes first. Return what was deleted, and a warning for each row that NetBox protects."""
    gone: list[ProxmoxNode | ProxmoxCluster] = [node for node in rows.nodes.values() if node.pk in absent.nodes]
    if rows.cluster is not None and rows.cluster.pk == absent.cluster:
        gone.append(rows.cluster)
    records, warnings = [], []
    for instance in gone:
        record = change_record('delete', instance)
        if refusal := _delete(instance):
            warnings.append(KEPT.format(name=instance, reason=refusal))
        else:
            records.append(record)
    return records, warnings


def _delete(instance: ProxmoxNode | ProxmoxCluster) -> str | None:
    """Delete one row, and return why if that was refused: by a protection rule, or by another plugin's objects."""
    try:
        with transaction.atomic():
            instance.snapshot()
            instance.delete()
    except (AbortRequest, ProtectedError, RestrictedError) as refusal:
        return str(refusal)
    return None
