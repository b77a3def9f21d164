"""The device that is created for a node of Proxmox VE."""

from typing import Any, Final

from dcim.models import Device
from django.core.exceptions import ValidationError

from .create_missing import Creator, fields_of, with_defaults
from .followed_status import STATUS_OF
from .management_interface import add_management_interface
from .unlinked import Unlinked

__all__ = ('create_device',)

TOLD: Final = ('site', 'location', 'role', 'device_type', 'platform', 'status', 'tenant', 'cluster')
NOT_SET: Final = 'its endpoint does not say "{fields}" any more.'
NOT_ASSIGNED: Final = 'The devices that were created are not assigned to the NetBox cluster "{cluster}": {reason}'


def create_device(node: Unlinked, creator: Creator) -> Device | None:
    """Create it as the endpoint says, and return it; None if that was refused, which the run tells.

    That its interface or address is refused costs the device nothing.
    """
    if lacking := creator.endpoint.lacks('link_nodes'):
        fields = [str(creator.endpoint._meta.get_field(name).verbose_name) for name in lacking]
        creator.refuse(node.name, NOT_SET.format(fields='", "'.join(fields)))
        return None
    device = _new(node, creator)
    if device.cluster is not None:
        _refuse_cluster_elsewhere(device, creator)
    if creator.create(device, node.name, TOLD) is None:
        return None
    address = node.value('ip_address')
    if creator.endpoint.create_interface and address:
        add_management_interface(device, address, creator)
    return device


def _new(node: Unlinked, creator: Creator) -> Device:
    says: Any = creator.endpoint
    location = says.create_location
    return Device(
        name=node.name,
        site=says.create_site or (location and location.site),
        location=location,
        role=says.create_role,
        device_type=says.create_device_type,
        platform=says.create_platform,
        status=STATUS_OF.get(node.value('online'), says.create_status) if says.follow_status else says.create_status,
        tenant=says.create_tenant,
        cluster=creator.cluster if says.create_in_cluster and node.is_member else None,
    )


def _refuse_cluster_elsewhere(device: Device, creator: Creator) -> None:
    """Take the device out of a cluster elsewhere, which NetBox does not allow, and have the run say so."""
    try:
        with_defaults(device).clean()
    except ValidationError as refusal:
        if reasons := fields_of(refusal).get('cluster'):
            creator.note(NOT_ASSIGNED.format(cluster=device.cluster, reason=' '.join(reasons)))
            device.cluster = None
