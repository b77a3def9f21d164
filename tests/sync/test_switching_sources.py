"""An endpoint that is read another way from now on is the same endpoint: rows, links, history and schedule stay."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from core.models import ObjectChange
from dcim.models import Device, DeviceRole, DeviceType, Manufacturer, Site
from extras.models import JournalEntry

from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.schedules.rows import interval_row
from tests.builders import a_backend
from tests.readings import cluster_of, metrics_of, numbered
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend
from tests.sync.estate import Estate
from tests.sync.ways import DIRECTLY
from tests.sync.whole_runs import whole_run

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize('way', [DIRECTLY], ids=str)]


@pytest.fixture
def backend(db: None, way: object) -> Iterator[ProxboxBackend]:
    """A proxbox-api in front of the same cluster."""
    with ScriptedBackend(Estate(cluster_of(*numbered(3)), metrics_of('pve1', 'pve2', 'pve3'))) as server:
        address = server.connection()
        yield a_backend(base_url=address.url, api_key=address.api_key)


def a_device() -> Device:
    maker = Manufacturer.objects.create(name='Maker', slug='maker')
    return Device.objects.create(
        name='pve1',
        site=Site.objects.create(name='Here', slug='here'),
        role=DeviceRole.objects.create(name='Hypervisor', slug='hypervisor'),
        device_type=DeviceType.objects.create(manufacturer=maker, model='Box', slug='box'),
    )


def what_stays() -> dict[str, Any]:
    """All that people entered or linked, and the keys of all rows."""
    endpoint = ProxmoxEndpoint.objects.get()
    return {
        'rows': [
            list(model.objects.order_by('pk').values_list('pk', 'name')) for model in (ProxmoxCluster, ProxmoxNode)
        ],
        'links': list(ProxmoxNode.objects.exclude(netbox_device=None).values_list('name', 'netbox_device__name')),
        'journal': list(JournalEntry.objects.values_list('comments', flat=True)),
        'schedule': (endpoint.sync_interval_id, endpoint.next_sync_at),
        'login': (endpoint.token_name, endpoint.token_value.reveal()),
        'of a direct reading': (endpoint.ca_certificate, endpoint.use_other_members),
    }


def read_through(backend: ProxboxBackend | None) -> SyncRun:
    """Give the only endpoint this source, as a person does, and sync it."""
    endpoint = ProxmoxEndpoint.objects.get()
    endpoint.backend = backend
    endpoint.save()
    return whole_run(endpoint)


def test_there_and_back(lab: ProxmoxEndpoint, backend: ProxboxBackend) -> None:
    lab.sync_interval = interval_row(5, 'minutes')
    lab.save()
    ProxmoxEndpoint.objects.update(next_sync_at=clock.database_now() + timedelta(minutes=3))
    assert whole_run(lab).status == 'succeeded'
    ProxmoxNode.objects.filter(name='pve1').update(netbox_device=a_device())
    JournalEntry.objects.create(assigned_object=ProxmoxNode.objects.get(name='pve2'), comments='Seen in the rack.')
    before, entries = what_stays(), ObjectChange.objects.count()

    through, back = read_through(backend), read_through(None)

    assert [(run.status, run.changes) for run in (through, back)] == [('succeeded', [])] * 2
    assert what_stays() == before
    assert ObjectChange.objects.count() == entries
    assert lab.sync_runs.filter(status='succeeded').count() == 3


def test_what_was_learned_directly_is_asked_anew(lab: ProxmoxEndpoint, backend: ProxboxBackend) -> None:
    whole_run(lab)
    read_through(backend)

    through = ProxmoxEndpoint.objects.get()
    assert (through.last_address, through.members, through.pve_version) == ('', [], '')
    assert through.registered_id is not None

    read_through(None)

    back = ProxmoxEndpoint.objects.get()
    assert [member['name'] for member in back.members] == ['pve1', 'pve2', 'pve3']
    assert (back.registered_id, back.registered_digest) == (None, '')
    assert back.pve_version == '9.1.6'


def test_a_back_off_does_not_go_along(lab: ProxmoxEndpoint, backend: ProxboxBackend) -> None:
    ProxmoxEndpoint.objects.update(failures=5, paused_until=clock.database_now() + timedelta(hours=1))

    assert read_through(backend).status == 'succeeded'
    assert ProxmoxEndpoint.objects.get().failures == 0
