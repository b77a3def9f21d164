"""The one writer of topology: carries out a plan through the models, so that NetBox logs each change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Model

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode
from netbox_proxbox.models.links import LINK
from netbox_proxbox.tracking.change_message import change_message

from .metrics_table import metric_fields
from .plan import Change, Plan
from .rows import Rows

__all__ = ('apply', 'change_record', 'explain', 'shown', 'update', 'write')

# A note of syncs for syncs.
NOT_TOLD: Final = ('followed_status',)


def apply(plan: Plan, rows: Rows, run_id: int) -> list[dict[str, Any]]:
    """Write a plan of a run to locked rows, and return what changed, one record for each object."""
    records = []
    if plan.mode is not None:
        records.append(update(rows.endpoint, {'mode': plan.mode}, run_id))
    if plan.cluster is not None:
        records.append(_apply_cluster(plan.cluster, rows, run_id))
    for change in plan.nodes:
        records.append(_apply_node(change, plan, rows, run_id))
    return records


def _apply_cluster(change: Change, rows: Rows, run_id: int) -> dict[str, Any]:
    if rows.cluster is not None:
        return update(rows.cluster, change.fields, run_id)
    rows.cluster = ProxmoxCluster(endpoint=rows.endpoint)
    return _create(rows.cluster, change.fields, run_id)


def _apply_node(change: Change, plan: Plan, rows: Rows, run_id: int) -> dict[str, Any]:
    fields = dict(change.fields)
    if 'in_cluster' in fields:
        fields['proxmox_cluster'] = rows.cluster if fields.pop('in_cluster') else None
    if change.pk is not None:
        return update(rows.nodes[change.name], fields, run_id)
    node = rows.nodes[change.name] = ProxmoxNode(endpoint=rows.endpoint, name=change.name)
    if 'online' not in fields:
        # Nobody knows its state, so no time is noted for it.
        node.remember(['online'])
    return _create(node, fields | metric_fields((plan.metrics or {}).get(change.name)), run_id)


def _create(instance: Any, fields: Mapping[str, Any], run_id: int) -> dict[str, Any]:
    """Save a new row. What is told of it beside that is its link."""
    differences = _differences(instance, {name: fields[name] for name in (instance.link, *LINK) if name in fields})
    told = differences | _link_by_key(instance, fields)
    for name, value in fields.items():
        setattr(instance, name, value)
    explain(instance, change_message('create', differences, run_id))
    instance.save()
    return change_record('create', instance, told)


def update(instance: Any, fields: Mapping[str, Any], run_id: int) -> dict[str, Any]:
    """Save fields for a run, and return what it tells of that."""
    differences = _differences(instance, fields)
    told = differences | _link_by_key(instance, fields)
    if 'link_origin' in fields:
        # Also where an older link of the same origin was cleared past the model.
        instance.forget('link_origin')
    write(instance, fields, change_message('update', differences, run_id))
    return change_record('update', instance, told)


def _differences(instance: Any, fields: Mapping[str, Any]) -> dict[str, list[Any]]:
    told = {name: value for name, value in fields.items() if name not in NOT_TOLD}
    return {name: [shown(getattr(instance, name)), shown(value)] for name, value in told.items()}


def _link_by_key(instance: Any, fields: Mapping[str, Any]) -> dict[str, list[int | None]]:
    """Return how a run tells of a new link: not everybody who may see the run may see the object."""
    link: str = getattr(instance, 'link', '')
    return {link: [getattr(instance, f'{link}_id'), fields[link] and fields[link].pk]} if link in fields else {}


def write(instance: Any, fields: Mapping[str, Any], message: str) -> None:
    """Save these fields and no others, so that what a person edits at the same time stays."""
    instance.snapshot()
    for name, value in fields.items():
        setattr(instance, name, value)
    explain(instance, message)
    instance.save(update_fields=[*fields, 'last_updated'])


def explain(instance: Any, message: str) -> None:
    """Have NetBox's change log say this of the next change of an object, in the way that its docs give to scripts."""
    instance._changelog_message = message


def change_record(action: str, instance: Model, fields: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what a run tells of one changed object; `fields` maps a name to its old and new value."""
    return {
        'action': action,
        'object_type': instance._meta.label_lower,
        'object_id': instance.pk,
        'name': str(instance),
        'fields': fields or {},
    }


def shown(value: Any) -> Any:
    """Return a value of a field as records have it: what JSON can hold."""
    match value:
        case Model():
            return str(value)
        case datetime():
            return value.isoformat()
    return value
