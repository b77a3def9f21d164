"""Twenty syncs create at once: each device is there once, and one of the nodes of its name has it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from dcim.models import Device, DeviceRole, DeviceType, Manufacturer, Site
from django.db import connection
from users.models import User

from netbox_proxbox.database import clock
from netbox_proxbox.database.transactions import in_transaction
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sync.writing import write_reading
from tests.builders import a_backend, an_endpoint, rows_of
from tests.readings import standalone_host

pytestmark = pytest.mark.usefixtures('committed')

SYNCS = 20


@pytest.fixture
def endpoints() -> Iterator[list[ProxmoxEndpoint]]:
    """Hosts of one name, whose devices are created at one site. What they are created with goes with the test."""
    maker = Manufacturer.objects.create(name='Maker', slug='maker')
    site, role = (model.objects.create(name='a', slug='a') for model in (Site, DeviceRole))
    kind = DeviceType.objects.create(manufacturer=maker, model='A', slug='a')
    created_with = {'create_site': site, 'create_role': role, 'create_device_type': kind}
    owner, backend = User.objects.create_superuser('owner'), a_backend()
    yield [
        an_endpoint(backend, name=f'lab{number}', link_nodes='create', creation_user=owner, **created_with)
        for number in range(SYNCS)
    ]
    ProxmoxEndpoint.objects.all().delete()
    for each in (*Device.objects.all(), kind, maker, role, site):
        each.delete()


def test_each_device_is_created_once(endpoints: list[ProxmoxEndpoint]) -> None:
    together = Barrier(SYNCS)

    def sync(endpoint: ProxmoxEndpoint) -> None:
        together.wait(30)
        in_transaction(
            lambda: write_reading(
                rows_of(endpoint), standalone_host('pve'), None, read_at=clock.database_now(), run_id=1
            )
        )

    def in_a_thread(endpoint: ProxmoxEndpoint) -> None:
        try:
            sync(endpoint)
        finally:
            connection.close()

    with ThreadPoolExecutor(SYNCS) as threads:
        list(threads.map(in_a_thread, endpoints))

    assert [device.name for device in Device.objects.all()] == ['pve']
    assert ProxmoxNode.objects.count() == SYNCS
    origins = sorted(ProxmoxNode.objects.values_list('link_origin', flat=True))
    assert origins == [''] * (SYNCS - 1) + ['created']
