"""An edit that was loaded before a sync has committed and is saved after it."""

from typing import Any

import pytest
from django.db import transaction
from utilities.exceptions import AbortRequest

from netbox_proxbox.forms import ProxmoxClusterForm, ProxmoxNodeForm
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.secrets.fields import SecretField
from netbox_proxbox.sources.records import METRICS
from netbox_proxbox.sync import rows
from tests.builders import an_endpoint, written
from tests.readings import cluster_of, metrics_of, node_named

KINDS = ['endpoint', 'cluster', 'node']


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    endpoint = an_endpoint()
    written(endpoint, cluster_of(node_named('pve1'), node_named('pve2')))
    return endpoint


def row_of(endpoint: ProxmoxEndpoint, kind: str) -> Any:
    """Load a row as a view does before it edits."""
    rows = {'endpoint': ProxmoxEndpoint.objects, 'cluster': endpoint.clusters, 'node': endpoint.nodes}
    return rows[kind].order_by('pk').first()


def sync(endpoint: ProxmoxEndpoint) -> None:
    """Write another state of everything: no quorum, one node offline, the other gone, with metrics."""
    written(endpoint, cluster_of(node_named('pve1', online=False), quorate=False, version=99), metrics_of('pve1'))


def stored(row: Any) -> dict[str, Any]:
    """Return what the database holds of a row, secrets apart: each one that is loaded is only equal to itself."""
    fields = [field.attname for field in row._meta.concrete_fields if not isinstance(field, SecretField)]
    values: dict[str, Any] = type(row).objects.filter(pk=row.pk).values(*fields).get()
    return values


@pytest.mark.parametrize('kind', KINDS)
def test_it_stays_and_so_does_what_the_sync_wrote(endpoint: ProxmoxEndpoint, kind: str) -> None:
    row = row_of(endpoint, kind)
    sync(endpoint)
    after_the_sync = stored(row)
    row.description = 'rack 7'
    row.save()
    assert {**stored(row), 'last_updated': None} == {**after_the_sync, 'description': 'rack 7', 'last_updated': None}


@pytest.mark.parametrize(('kind', 'field', 'value'), [
    ('endpoint', 'mode', 'standalone'), ('cluster', 'version', 7), ('node', 'node_id', 7),
])  # fmt: skip
def test_what_a_program_sets_itself_is_saved(endpoint: ProxmoxEndpoint, kind: str, field: str, value: Any) -> None:
    row = row_of(endpoint, kind)
    sync(endpoint)
    setattr(row, field, value)
    row.save()
    assert stored(row)[field] == value


def test_each_edit_is_compared_with_the_one_before(endpoint: ProxmoxEndpoint) -> None:
    node = row_of(endpoint, 'node')
    node.node_id = 7
    node.save()
    sync(endpoint)
    synced = stored(node)['node_id']
    node.save()
    assert stored(node)['node_id'] == synced != 7


def test_what_was_loaded_anew_is_no_edit(endpoint: ProxmoxEndpoint) -> None:
    node = row_of(endpoint, 'node')
    ProxmoxNode.objects.update(node_id=7)
    node.refresh_from_db()
    sync(endpoint)
    node.save()
    assert stored(node)['node_id'] != 7


def test_an_edit_stays_one_when_other_fields_are_loaded(endpoint: ProxmoxEndpoint) -> None:
    node = ProxmoxNode.objects.defer('comments', 'online').earliest('pk')
    node.node_id = 7
    assert (node.comments, node.online) == ('', True)
    sync(endpoint)
    node.save()
    assert (stored(node)['node_id'], stored(node)['online']) == (7, False)


def test_an_edit_stays_one_when_other_fields_are_saved(endpoint: ProxmoxEndpoint) -> None:
    node = row_of(endpoint, 'node')
    node.node_id, node.description = 7, 'rack 7'
    node.save(update_fields=['description'])
    assert stored(node)['node_id'] != 7
    node.save()
    assert stored(node)['node_id'] == 7


def test_a_related_row_is_loaded_and_saved_by_its_own_name(endpoint: ProxmoxEndpoint) -> None:
    node = row_of(endpoint, 'node')
    ProxmoxNode.objects.update(proxmox_cluster=None)
    node.refresh_from_db(fields=['proxmox_cluster'])
    sync(endpoint)
    node.save()
    assert stored(node)['proxmox_cluster_id'] == endpoint.clusters.get().pk
    node.proxmox_cluster = None
    node.save(update_fields=['proxmox_cluster'])
    sync(endpoint)
    node.save()
    assert stored(node)['proxmox_cluster_id'] == endpoint.clusters.get().pk


@pytest.mark.parametrize('kind', KINDS)
def test_fields_that_were_not_loaded_are_left_alone(endpoint: ProxmoxEndpoint, kind: str) -> None:
    row = type(row_of(endpoint, kind)).objects.only('description').earliest('pk')
    sync(endpoint)
    before = stored(row)
    row.description = 'rack 7'
    row.save()
    assert {**stored(row), 'last_updated': None} == {**before, 'description': 'rack 7', 'last_updated': None}


def test_a_copy_has_what_was_not_edited_too(endpoint: ProxmoxEndpoint) -> None:
    node = endpoint.nodes.get(name='pve2')
    original = stored(node)
    node.pk, node.name = None, 'a copy'
    node.save()
    own = {'id': node.pk, 'name': 'a copy', 'created': None, 'last_updated': None}
    assert {**stored(node), 'created': None, 'last_updated': None} == {**original, **own}


def test_a_row_that_is_gone_meanwhile_is_not_brought_back(endpoint: ProxmoxEndpoint) -> None:
    node = endpoint.nodes.get(name='pve2')
    sync(endpoint)
    node.description = 'rack 7'
    with pytest.raises(AbortRequest, match='pve2 was deleted meanwhile'), transaction.atomic():
        node.save()
    assert not ProxmoxNode.objects.filter(name='pve2').exists()


def test_pages_can_show_its_name_as_it_is(endpoint: ProxmoxEndpoint) -> None:
    node = ProxmoxNode.objects.create(endpoint=endpoint, name='<i>pve</i>')
    ProxmoxNode.objects.filter(pk=node.pk).delete()
    with pytest.raises(AbortRequest, match=r'^&lt;i&gt;pve&lt;/i&gt; was deleted'), transaction.atomic():
        node.save()


def test_all_that_a_sync_writes_is_known_to_the_models() -> None:
    metrics = {*METRICS, 'metrics_read_at', 'last_seen'}
    since = {'online_since', 'offline_since', 'deletion_confirmed_at'}
    assert set(ProxmoxNode.synced_fields) == {*rows.NODE_FIELDS, 'ip_address', 'proxmox_cluster_id', *since, *metrics}
    assert set(ProxmoxCluster.synced_fields) == set(rows.CLUSTER_FIELDS)


def test_what_a_sync_writes_is_locked_in_the_forms() -> None:
    editable = {'proxmox_cluster', *ProxmoxNode.synced_fields} & ProxmoxNodeForm.base_fields.keys()
    assert editable <= set(ProxmoxNodeForm.synced_fields)
    assert set(ProxmoxCluster.synced_fields) <= set(ProxmoxClusterForm.synced_fields)
