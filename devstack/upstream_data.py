"""Small data of our own, in a NetBox with upstream's plugin; runs there as a file, and knows nothing of devstack.

`add_neighbors` makes what upstream's rows refer to, in the NetBox of a test as well: its keys are free in any.
"""

import uuid
from datetime import timedelta
from importlib import import_module
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from psycopg import sql

__all__ = ['add_neighbors', 'main']

FREE_KEYS = 100_000
ADDRESSES = ('192.0.2.11/24', '192.0.2.21/24', '2001:db8::31/64', '192.0.2.41/24', '192.0.2.88/24')
CUSTOM_FIELDS = {'rack_note': 'B7'}
DEVICES = ('pve1', 'pve2')
# A text that only another key could have encrypted.
UNREADABLE = 'gAAAAABnb25lIG9mIHVwc3RyZWFtJ3Mga2V5cyBjYW4gcmVhZCB0aGlz'


def main() -> None:
    """Apply all migrations, and insert the rows past all that upstream's plugin does when it saves them."""
    django.setup()
    with connection.cursor() as cursor:
        for table in ('django_migrations', 'core_job'):
            cursor.execute(f'ALTER TABLE {table} ALTER COLUMN id RESTART WITH {FREE_KEYS}')
    call_command('migrate', interactive=False)
    add_neighbors()
    _add_endpoints()
    _add_clusters_and_nodes()
    _add_jobs()


def add_neighbors() -> None:
    """Add the devices, the cluster and the IP addresses of NetBox that upstream's rows refer to."""
    from dcim.models import Device, DeviceRole, DeviceType, Manufacturer, Site
    from ipam.models import IPAddress
    from virtualization.models import Cluster, ClusterType

    name = {'name': 'Takeover', 'slug': 'takeover'}
    hardware = {
        'site': Site.objects.create(**name),
        'role': DeviceRole.objects.create(**name),
        'device_type': DeviceType.objects.create(
            manufacturer=Manufacturer.objects.create(**name), model='Takeover', slug='takeover'
        ),
    }
    for key, device in enumerate(DEVICES, start=FREE_KEYS):
        Device.objects.create(pk=key, name=device, **hardware)
    for key, address in enumerate(ADDRESSES, start=FREE_KEYS):
        IPAddress.objects.create(pk=key, address=address)
    Cluster.objects.create(pk=FREE_KEYS, name='lab', type=ClusterType.objects.create(**name))


def _add_endpoints() -> None:
    api = _model('FastAPIEndpoint')
    main, _spare = _insert(
        api(name='main', domain='proxbox.example.com'),
        api(name='spare', ip_address_id=FREE_KEYS + 4, use_https=False, verify_ssl=False, enabled=False),
    )
    endpoint = _model('ProxmoxEndpoint')
    token, password, unreadable, vault = _insert(
        endpoint(
            name='lab',
            domain='pve1.example.com',
            ip_address_id=FREE_KEYS,
            mode='cluster',
            timeout=90,
            custom_field_data=CUSTOM_FIELDS,
        ),
        endpoint(name='lab', ip_address_id=FREE_KEYS + 1, port=8007, verify_ssl=False, enabled=False),
        endpoint(name=None, ip_address_id=FREE_KEYS + 2, mode='standalone'),
        endpoint(name='vault', ip_address_id=FREE_KEYS + 3, token_name='root@pam!vault'),
    )
    _write(main, token_enc=_encrypted('k' * 40))
    _write(token, username='netbox@pve', token_name='netbox', token_value_enc=_encrypted('the-secret-of-a-token'))
    _write(password, password_enc=_encrypted('a-password'))
    _write(unreadable, name=None, password_enc=UNREADABLE)
    _write(vault, openbao_token_credential_uuid=uuid.UUID(int=1))


def _add_clusters_and_nodes() -> None:
    lab, _second, alone, _vault = _model('ProxmoxEndpoint').objects.order_by('pk')
    cluster, node = _model('ProxmoxCluster'), _model('ProxmoxNode')
    known = {'endpoint': lab, 'mode': 'cluster', 'nodes_count': 3}
    now, _before, host = _insert(
        cluster(name='lab', netbox_cluster_id=FREE_KEYS, cluster_id='lab', quorate=True, version=3, **known),
        cluster(name='lab-before', **known),
        cluster(name='pve-alone', endpoint=alone, mode='standalone', nodes_count=1),
    )
    member = {'endpoint': lab, 'proxmox_cluster': now, 'online': True, 'max_cpu': 16, 'cpu_usage': 12.5}
    _insert(
        node(
            name='pve1',
            ip_address='192.0.2.11',
            node_id=1,
            netbox_device_id=FREE_KEYS,
            local=True,
            custom_field_data=CUSTOM_FIELDS,
            **member,
        ),
        node(name='pve2', ip_address='192.0.2.12', node_id=2, netbox_device_id=FREE_KEYS + 1, **member),
        node(name='pve3', ip_address='192.0.2.13', node_id=3, support_level='c', location='Room 2', **member),
        node(name='pve-alone', ip_address='2001:db8::31', endpoint=alone, proxmox_cluster=host, online=True),
    )
    _insert(_model('ProxmoxStorage')(name='local', cluster_id=FREE_KEYS, storage_type='dir'))


def _add_jobs() -> None:
    """Schedule as upstream's form does: all endpoints each day, the first one each two hours, one machine hourly."""
    runner = import_module('netbox_proxbox.jobs').ProxboxSyncJob
    first = str(_model('ProxmoxEndpoint').objects.order_by('pk')[0].pk)
    when = timezone.now() + timedelta(days=1)
    runner.enqueue(schedule_at=when, interval=24 * 60, sync_types=['all'])
    runner.enqueue(schedule_at=when, interval=120, sync_types=['devices', 'storage'], proxmox_endpoint_ids=[first])
    runner.enqueue(schedule_at=when, interval=60, sync_types=['all'], netbox_vm_ids=['1'])
    runner.enqueue(schedule_at=when, interval=30, sync_types=['vm-backups'], name='Backups')


def _model(name: str) -> Any:
    return apps.get_model('netbox_proxbox', name)


def _encrypted(secret: str) -> str:
    """Encrypt as upstream's plugin does, with a key that it makes and keeps in its settings."""
    return str(import_module('netbox_proxbox.models.primary_secrets').encrypt_primary_secret(secret))


def _write(row: Any, **columns: Any) -> None:
    """Write past upstream's guards, which would ask proxbox-api and OpenBao, neither of which there is."""
    with connection.cursor() as cursor:
        for column, value in columns.items():
            statement = sql.SQL('UPDATE {} SET {} = %s WHERE id = %s')
            names = sql.Identifier(row._meta.db_table), sql.Identifier(column)
            cursor.execute(statement.format(*names), [value, row.pk])


def _insert(*rows: Any) -> list[Any]:
    for row in rows:
        row.save()
    return list(rows)


if __name__ == '__main__':
    main()
