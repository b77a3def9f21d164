"""Keeps the status of devices that syncs have created, where the endpoint says so and no person has set another."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from dcim.choices import DeviceStatusChoices
from dcim.models import Device

from netbox_proxbox.errors import several
from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.tracking.attempt import attempt

from .apply import change_record, explain
from .create_missing import REFUSALS, Creator, words_of
from .rows import Rows

__all__ = ('STATUS_OF', 'follow_status')

NOT_FOLLOWED: Final = 'The status of what was created for {names} does not follow: {reason}'

# What a device is whose node is online, or is not.
STATUS_OF: Final[Mapping[bool | None, str]] = {
    True: DeviceStatusChoices.STATUS_ACTIVE,
    False: DeviceStatusChoices.STATUS_OFFLINE,
}


def follow_status(rows: Rows, creator: Creator) -> list[dict[str, Any]]:
    """Give devices the status of their nodes, and return what changed. Asks nothing while they have it.

    A status that somebody has set since is theirs: no sync touches it any more. What is refused is a warning.
    """
    due = {node.netbox_device_id: node for node in rows.nodes.values() if _is_due(node)}
    if not due or not rows.endpoint.follow_status:
        return []
    if refusal := creator.may('change', Device):
        creator.note(NOT_FOLLOWED.format(names=several([node.name for node in due.values()]), reason=refusal))
        return []
    devices = Device.objects.select_for_update(of=('self',), no_key=True).filter(pk__in=due).order_by('pk')
    found = {device.pk: device for device in devices}
    ours = {pk: node for pk, node in due.items() if pk in found and found[pk].status == node.followed_status}
    _note([node for pk, node in due.items() if pk not in ours], '')
    records = (_follow(found[pk], node, creator) for pk, node in ours.items())
    return [record for record in records if record is not None]


def _is_due(node: ProxmoxNode) -> bool:
    return node.has_created_device and node.followed_status not in ('', STATUS_OF[node.online])


def _follow(device: Device, node: ProxmoxNode, creator: Creator) -> dict[str, Any] | None:
    old, new = device.status, STATUS_OF[node.online]
    state = 'came online' if node.online else 'went offline'
    device.snapshot()
    device.status = new
    explain(device, f'Node "{node.name}" {state} (sync run {creator.run_id})'[:200])
    try:
        with attempt():
            creator.confirm('change', device)
            device.full_clean()
            device.save(update_fields=['status', 'last_updated'])
            creator.confirm('change', device)
    except REFUSALS as refusal:
        creator.note(NOT_FOLLOWED.format(names=node.name, reason=words_of(refusal)))
        return None
    _note([node], new)
    return change_record('update', device, {'status': [old, new]})


def _note(nodes: Iterable[ProxmoxNode], status: str) -> None:
    """Note what a sync has set last, past the change log: it is no news of the node."""
    for node in nodes:
        node.followed_status = status
        ProxmoxNode.objects.filter(pk=node.pk).update(followed_status=status)
