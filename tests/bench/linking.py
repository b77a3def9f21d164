"""What it takes to find the devices of a thousand nodes among three thousand, beside writing the nodes."""

from collections.abc import Iterator
from functools import partial

from dcim.models import Device, DeviceRole, DeviceType, Manufacturer, Site
from django.db import transaction

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.sync.create_missing import Creator
from netbox_proxbox.sync.link_rows import with_links
from netbox_proxbox.sync.plan import plan
from netbox_proxbox.sync.rows import known_of, lock_rows
from tests.builders import an_endpoint
from tests.readings import cluster_of, numbered
from tests.sync.statements import statements_of

from .rows import Row, seconds_of

__all__ = ('speed_of_linking',)

NODES, DEVICES, FEW, LONGEST = 1000, 3000, 10, 1.0


def speed_of_linking() -> Iterator[Row]:
    """Plan a first sync by name and by name without domain, of many nodes and of few."""
    endpoint = an_endpoint(name='linking')
    _add_devices(DEVICES)
    seconds = seconds_of(partial(_link, endpoint, NODES))
    many, few = (len(statements_of(partial(_link, endpoint, number))) for number in (NODES, FEW))
    figure = f'linking {NODES} new nodes by rule, among {DEVICES} devices'
    yield Row(figure, f'{seconds * 1000:.0f} ms', f'< {LONGEST:.0f} s', seconds < LONGEST)
    yield Row(f'{figure}: statements', f'{many}, for {FEW} nodes {few}', 'the same', many == few)


def _link(endpoint: ProxmoxEndpoint, number: int) -> None:
    topology = cluster_of(*numbered(number))
    with transaction.atomic():
        rows = lock_rows(endpoint.pk)
        assert rows is not None
        linked = with_links(plan(known_of(rows), topology, None), rows, topology, Creator(endpoint, 0))
    assert all('netbox_device' in change.fields for change in linked.nodes)


def _add_devices(number: int) -> None:
    maker = Manufacturer.objects.create(name='Bench', slug='bench')
    of_all = {
        'site': Site.objects.create(name='Bench', slug='bench'),
        'role': DeviceRole.objects.create(name='Bench', slug='bench'),
        'device_type': DeviceType.objects.create(manufacturer=maker, model='Bench', slug='bench'),
    }
    names = (f'PVE{i}.example.com' if i % 2 else f'pve{i}' for i in range(1, number + 1))
    Device.objects.bulk_create(Device(name=name, **of_all) for name in names)
