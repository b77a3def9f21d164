"""What is done to the database of upstream's plugin before and after a takeover."""

from dcim.models import Site
from django.db import connection
from virtualization.models import VirtualDisk, VirtualMachine

__all__ = ('FROM', 'LAST', 'MANY', 'NEXT', 'NODES_OF_EACH', 'UPGRADE', 'add_more')

MANY, NODES_OF_EACH, FROM = 50, 8, 1000
MORE = """
    INSERT INTO netbox_proxbox_proxmoxendpoint
    SELECT (jsonb_populate_record(e, jsonb_build_object('id', %(from)s + n, 'name', 'many-' || n))).*
    FROM netbox_proxbox_proxmoxendpoint e, generate_series(1, %(many)s) n WHERE e.id = 1;
    INSERT INTO netbox_proxbox_proxmoxcluster
    SELECT (jsonb_populate_record(c, jsonb_build_object('id', %(from)s + n, 'endpoint_id', %(from)s + n))).*
    FROM netbox_proxbox_proxmoxcluster c, generate_series(1, %(many)s) n WHERE c.id = 1;
    INSERT INTO netbox_proxbox_proxmoxnode
    SELECT (jsonb_populate_record(d, jsonb_build_object('id', %(from)s + n, 'name', 'many-' || n,
        'endpoint_id', %(from)s + 1 + n %% %(many)s, 'proxmox_cluster_id', %(from)s + 1 + n %% %(many)s))).*
    FROM netbox_proxbox_proxmoxnode d, generate_series(1, %(many)s * %(nodes)s) n WHERE d.id = 1;
"""
# It has nothing of NetBox's cluster itself, but is nothing without a storage, which is nothing without that.
DISK = 'INSERT INTO netbox_proxbox_proxmoxstoragevirtualdisk (proxmox_storage_id, virtual_disk_id) VALUES (1, %s)'
# Of a node that is deleted by now.
LAST = 7000
GIVEN = "SELECT setval(pg_get_serial_sequence('netbox_proxbox_proxmoxnode', 'id'), %s)"
NEXT = "SELECT nextval(pg_get_serial_sequence('netbox_proxbox_fastapiendpoint', 'id'))"
# What upgrades of NetBox may do: a column in another place, and one that is needed.
UPGRADE = """
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE extras_journalentry RENAME comments TO moved;
    ALTER TABLE extras_journalentry ADD comments text NOT NULL DEFAULT '';
    UPDATE extras_journalentry SET comments = moved;
    ALTER TABLE extras_journalentry DROP moved;
    ALTER TABLE core_job ADD needed integer;
    UPDATE core_job SET needed = 0;
    ALTER TABLE core_job ALTER needed SET NOT NULL;
"""


def add_more() -> None:
    """Add many endpoints, clusters and nodes to what upstream has, and what else it is hard with."""
    with connection.cursor() as cursor:
        cursor.execute(MORE, {'from': FROM, 'many': MANY, 'nodes': NODES_OF_EACH})
        cursor.execute(DISK, [_a_disk().pk])
        cursor.execute(GIVEN, [LAST])


def _a_disk() -> VirtualDisk:
    machine = VirtualMachine.objects.create(name='vm', site=Site.objects.get(slug='takeover'))
    return VirtualDisk.objects.create(virtual_machine=machine, name='disk', size=1)
