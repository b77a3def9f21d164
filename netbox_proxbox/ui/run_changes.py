"""What a run changed, with the way to the objects that are still there."""

from collections.abc import Iterable, Mapping
from typing import Any

from dcim.models import Device
from utilities.views import get_action_url
from virtualization.models import Cluster

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode

from .named_links import with_names_of_links

__all__ = ('linked_changes',)

OURS = (ProxmoxEndpoint, ProxmoxCluster, ProxmoxNode)
KINDS: Mapping[str, Any] = {model._meta.label_lower: model for model in (*OURS, Device, Cluster)}


def linked_changes(changes: Iterable[Mapping[str, Any]], user: Any) -> list[dict[str, Any]]:
    """Return the records of a run with a `url` and a `kind` each.

    The address is None for an object that is gone or that the user may not see. One query for each kind of object, and
    for each kind of link that goes with a row which is to be deleted.
    """
    records = with_names_of_links(list(changes), user)
    visible = {label: _visible(label, records, user) for label in {record['object_type'] for record in records}}
    return [_linked(record, visible[record['object_type']]) for record in records]


def _visible(label: str, records: Iterable[Mapping[str, Any]], user: Any) -> set[int]:
    """Return the ids of one kind that are there and may be seen."""
    ids = {record['object_id'] for record in records if record['object_type'] == label}
    rows = KINDS[label].objects.restrict(user, 'view')
    return set(rows.filter(pk__in=ids).values_list('pk', flat=True))


def _linked(record: Mapping[str, Any], visible: set[int]) -> dict[str, Any]:
    model = KINDS[record['object_type']]
    is_linked = record['action'] != 'delete' and record['object_id'] in visible
    url = get_action_url(model, kwargs={'pk': record['object_id']}) if is_linked else None
    return {**record, 'kind': model._meta.verbose_name, 'url': url}
