"""What a reading does to rows: only what sync owns is written, and only when it changed."""

from datetime import timedelta

import pytest
from dcim.models import Device
from django.utils import timezone
from extras.models import Tag
from utilities.testing import create_test_device

from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sync.writing import write_reading
from tests.builders import an_endpoint, rows_of, written
from tests.readings import (
    cluster_of,
    measured,
    metrics_of,
    node_named,
    numbered,
    renamed,
    standalone_host,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return an_endpoint()


def test_a_cluster_and_its_nodes_are_created(endpoint: ProxmoxEndpoint) -> None:
    done, _ = written(endpoint, cluster_of(*numbered(3)), metrics_of('pve1', 'pve2', 'pve3'))

    cluster = ProxmoxCluster.objects.get()
    assert (cluster.endpoint, cluster.name, cluster.mode, cluster.nodes_count) == (
        endpoint,
        'lab-cluster',
        'cluster',
        3,
    )
    assert (cluster.cluster_id, cluster.quorate, cluster.version) == ('cluster', True, 5)
    assert set(ProxmoxNode.objects.values_list('name', 'proxmox_cluster')) == {
        (f'pve{i}', cluster.pk) for i in (1, 2, 3)
    }
    node = ProxmoxNode.objects.get(name='pve1')
    assert (node.node_id, node.ip_address, node.online, node.local) == (1, '10.10.0.2', True, True)
    assert (node.cpu_usage, node.max_cpu, node.memory_usage, node.max_memory) == (0.25, 16, 16 * 2**30, 64 * 2**30)
    assert (node.uptime, node.ssl_fingerprint, node.support_level) == (3600, 'AB:CD:pve1', '')
    assert node.last_seen is not None
    assert node.metrics_read_at is not None
    endpoint.refresh_from_db()
    assert endpoint.mode == 'cluster'
    assert [(record['action'], record['name']) for record in done.records] == [
        ('update', 'lab'),
        ('create', 'lab-cluster'),
        ('create', 'pve1'),
        ('create', 'pve2'),
        ('create', 'pve3'),
    ]


def test_a_standalone_host_has_no_cluster_row(endpoint: ProxmoxEndpoint) -> None:
    written(endpoint, standalone_host(node_named('pve1', node_id=0)), metrics_of('pve1'))

    assert not ProxmoxCluster.objects.exists()
    assert ProxmoxNode.objects.get().proxmox_cluster is None
    endpoint.refresh_from_db()
    assert endpoint.mode == 'standalone'


def test_records_tell_old_and_new(endpoint: ProxmoxEndpoint) -> None:
    written(endpoint, standalone_host('pve1'))

    done, _ = written(endpoint, cluster_of('pve1'))

    changes = {record['object_type']: record['fields'] for record in done.records}
    assert changes['netbox_proxbox.proxmoxendpoint'] == {'mode': ['standalone', 'cluster']}
    assert changes['netbox_proxbox.proxmoxnode'] == {'proxmox_cluster': [None, 'lab-cluster']}


def test_a_renamed_cluster_keeps_its_row(endpoint: ProxmoxEndpoint) -> None:
    written(endpoint, cluster_of('pve1'))
    row = ProxmoxCluster.objects.get()

    written(endpoint, renamed(cluster_of('pve1'), 'prod'))

    assert ProxmoxCluster.objects.get().pk == row.pk
    assert ProxmoxCluster.objects.get().name == 'prod'


def test_what_a_person_added_stays(endpoint: ProxmoxEndpoint) -> None:
    written(endpoint, cluster_of('pve1'))
    device: Device = create_test_device('pve1')
    node = ProxmoxNode.objects.get()
    node.netbox_device, node.description, node.comments = device, 'In rack 4', 'Ask Ada'
    node.save()
    node.tags.add(Tag.objects.create(name='Core', slug='core'))

    written(endpoint, cluster_of(node_named('pve1', online=False), name='prod'), metrics_of('pve1'))

    node = ProxmoxNode.objects.get()
    assert (node.netbox_device, node.description, node.comments) == (device, 'In rack 4', 'Ask Ada')
    assert [str(tag) for tag in node.tags.all()] == ['Core']
    assert node.online is False


def test_what_a_person_edits_while_it_is_written_stays(endpoint: ProxmoxEndpoint) -> None:
    written(endpoint, cluster_of('pve1'))
    rows = rows_of(endpoint)
    ProxmoxNode.objects.update(description='Edited meanwhile')

    write_reading(rows, cluster_of(node_named('pve1', online=False)), None, read_at=clock.database_now(), run_id=1)

    assert ProxmoxNode.objects.get().description == 'Edited meanwhile'


def test_what_a_person_wrote_over_is_put_right(endpoint: ProxmoxEndpoint) -> None:
    written(endpoint, cluster_of('pve1'))
    ProxmoxNode.objects.update(online=False, node_id=9)
    ProxmoxCluster.objects.update(quorate=False)

    written(endpoint, cluster_of('pve1'))

    assert ProxmoxNode.objects.filter(online=True, node_id=1).exists()
    assert ProxmoxCluster.objects.get().quorate is True


def test_metrics_do_not_count_as_a_change_of_the_row(endpoint: ProxmoxEndpoint) -> None:
    written(endpoint, cluster_of('pve1'), metrics_of('pve1'))
    long_ago = timezone.now() - timedelta(days=1)
    ProxmoxNode.objects.update(last_updated=long_ago, last_seen=long_ago, metrics_read_at=long_ago)

    done, _ = written(endpoint, cluster_of('pve1'), metrics_of(measured('pve1', cpu_usage=0.75)))

    node = ProxmoxNode.objects.get()
    assert done.records == []
    assert node.cpu_usage == 0.75
    assert node.last_updated == long_ago
    assert node.last_seen is not None
    assert node.metrics_read_at is not None
    assert min(node.last_seen, node.metrics_read_at) > long_ago


def test_without_metrics_the_last_ones_stay(endpoint: ProxmoxEndpoint) -> None:
    written(endpoint, cluster_of('pve1'), metrics_of('pve1'))
    long_ago = timezone.now() - timedelta(days=1)
    ProxmoxNode.objects.update(last_seen=long_ago, metrics_read_at=long_ago)

    done, _ = written(endpoint, cluster_of('pve1'), None)

    node = ProxmoxNode.objects.get()
    assert not done.has_metrics
    assert (node.cpu_usage, node.ssl_fingerprint, node.metrics_read_at) == (0.25, 'AB:CD:pve1', long_ago)
    assert node.last_seen is not None
    assert node.last_seen > long_ago


def test_an_offline_node_has_zeros(endpoint: ProxmoxEndpoint) -> None:
    written(endpoint, cluster_of('pve1', 'pve2'), metrics_of('pve1', 'pve2'))

    written(endpoint, cluster_of('pve1', node_named('pve2', node_id=2, online=False)), metrics_of('pve1'))

    node = ProxmoxNode.objects.get(name='pve2')
    assert (node.online, node.cpu_usage, node.max_memory, node.uptime) == (False, 0, 0, 0)
    assert node.ssl_fingerprint == 'AB:CD:pve2'


def test_a_sync_notes_since_when_a_node_is_offline(endpoint: ProxmoxEndpoint) -> None:
    up, down = cluster_of('pve1'), cluster_of(node_named('pve1', online=False))
    written(endpoint, up, metrics_of('pve1'))
    long_ago = timezone.now() - timedelta(days=1)
    ProxmoxNode.objects.update(online_since=long_ago)
    written(endpoint, up, metrics_of('pve1'))
    assert ProxmoxNode.objects.get().state_since == long_ago

    done, _ = written(endpoint, down, metrics_of('pve1'))

    node = ProxmoxNode.objects.get()
    assert [record['fields'] for record in done.records] == [{'online': [True, False]}]
    assert (node.online_since, node.metrics_read_at) == (None, None)
    assert node.offline_since is not None
    assert node.offline_since > long_ago

    written(endpoint, down, metrics_of('pve1'))
    assert ProxmoxNode.objects.get().offline_since == node.offline_since
    written(endpoint, up, metrics_of('pve1'))
    assert ProxmoxNode.objects.get().offline_since is None
