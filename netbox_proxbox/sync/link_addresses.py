"""Which devices have an address: as primary or out-of-band one, or on one of their interfaces."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from dcim.models import Device
from django.db.models import Q
from ipam.models import IPAddress

__all__ = ('devices_by_address',)

OF_THE_DEVICE = ('primary_ip4', 'primary_ip6', 'oob_ip')


def devices_by_address(addresses: Collection[str]) -> Mapping[int, frozenset[str]]:
    """Return the keys of the devices that have some of the addresses, each with those it has. Two queries at most."""
    if not addresses:
        return {}
    known: defaultdict[int, set[str]] = defaultdict(set)
    hosts: dict[int, str] = {}
    found = IPAddress.objects.filter(address__net_in=list(addresses)).order_by()
    for pk, address, device in found.values_list('pk', 'address', 'interface__device'):
        hosts[pk] = str(address.ip)
        if device is not None:
            known[device].add(hosts[pk])
    for device, own in _of_devices(hosts):
        known[device].add(hosts[own])
    return {device: frozenset(held) for device, held in known.items()}


def _of_devices(hosts: Collection[int]) -> list[tuple[int, int]]:
    if not hosts:
        return []
    has_one = Q()
    for name in OF_THE_DEVICE:
        has_one |= Q(**{f'{name}__in': hosts})
    devices = Device.objects.filter(has_one).order_by().values_list('pk', *OF_THE_DEVICE)
    return [(pk, own) for pk, *addresses in devices for own in addresses if own in hosts]
