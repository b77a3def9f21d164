"""The interface with the address of its node that a device gets which a sync has created."""

from ipaddress import ip_address
from typing import Any, Final

from dcim.choices import InterfaceTypeChoices
from dcim.models import Device, Interface
from django.core.exceptions import PermissionDenied
from ipam.models import IPAddress

from netbox_proxbox.tracking.attempt import attempt

from .apply import explain
from .create_missing import REFUSALS, Creator, words_of

__all__ = ('add_management_interface',)

NAME: Final = 'mgmt'
NOT_ADDED: Final = 'Device "{device}" got no management interface with its address {address}: {reason}'
IN_USE: Final = 'NetBox has this address already. It is in use, or there more than once, or "{user}" may not change it.'


def add_management_interface(device: Device, address: str, creator: Creator) -> None:
    """Give a new device an interface with the address as its primary one, or have the run say why not."""
    try:
        with attempt():
            found = _address(address, creator)
            found.assigned_object = _interface(device, creator)
            _save(found, creator)
            device.snapshot()
            setattr(device, f'primary_ip{ip_address(address).version}', found)
            explain(device, f'Created by sync run {creator.run_id}')
            device.save()
    except REFUSALS as refusal:
        creator.note(NOT_ADDED.format(device=device, address=address, reason=words_of(refusal)))


def _interface(device: Device, creator: Creator) -> Interface:
    """Return a new interface, or the one of that name that the type of the device has brought."""
    if own := device.interfaces.filter(name=NAME).first():
        return own
    interface = Interface(device=device, name=NAME, type=InterfaceTypeChoices.TYPE_VIRTUAL, mgmt_only=True)
    creator.add(interface)
    return interface


def _address(address: str, creator: Creator) -> Any:
    """Return the address as it is documented, if it is free, or a new one. Raises PermissionDenied for one in use."""
    known = IPAddress.objects.filter(address__net_host=address, vrf=None)
    found = list(known.select_for_update(of=('self',), no_key=True))
    if not found:
        length = ip_address(address).max_prefixlen
        return IPAddress(address=f'{address}/{length}', tenant=creator.endpoint.create_tenant)
    (first, *others) = found
    if others or first.assigned_object_id is not None or creator.may('change', IPAddress):
        raise PermissionDenied(IN_USE.format(user=creator.endpoint.creation_user))
    creator.confirm('change', first)
    first.snapshot()
    return first


def _save(found: Any, creator: Creator) -> None:
    if found.pk is None:
        creator.add(found)
        return
    found.full_clean()
    explain(found, f'Assigned by sync run {creator.run_id}')
    found.save()
    creator.confirm('change', found)
