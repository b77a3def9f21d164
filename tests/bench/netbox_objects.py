"""Objects of NetBox's own, whose pages ours are compared with."""

from dcim.models import Device, DeviceRole, DeviceType, Manufacturer, Site
from virtualization.models import Cluster, ClusterType

__all__ = ('add_netbox_objects',)


def add_netbox_objects(devices: int) -> int:
    """Save so many devices in one site, and a cluster, and return the site's id."""
    site = Site.objects.create(name='Bench', slug='bench')
    maker = Manufacturer.objects.create(name='Bench', slug='bench')
    model = DeviceType.objects.create(manufacturer=maker, model='Bench', slug='bench')
    role = DeviceRole.objects.create(name='Bench', slug='bench')
    for number in range(devices):
        Device.objects.create(name=f'bench {number}', site=site, device_type=model, role=role)
    Cluster.objects.create(name='Bench', type=ClusterType.objects.create(name='Bench', slug='bench'))
    return int(site.pk)
