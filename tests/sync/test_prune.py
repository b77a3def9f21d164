"""Deleting what a complete reading no longer has."""

from typing import Any

import pytest
from django.db.models import ProtectedError, RestrictedError
from django.db.models.signals import pre_delete
from extras.validators import CustomValidator
from netbox.config import get_config

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sync.prune import prune
from tests.builders import an_endpoint, written
from tests.readings import cluster_of, standalone_host

pytestmark = pytest.mark.django_db


class NobodyDeletes(CustomValidator):
    """A protection rule that refuses rows of one name."""

    def validate(self, instance: Any, request: Any) -> None:
        if str(instance) == 'pve2':
            self.fail('This one is ours.')


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    endpoint = an_endpoint(deletion_limit=100)
    written(endpoint, cluster_of('pve1', 'pve2', 'pve3'))
    return endpoint


@pytest.fixture
def _protection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(get_config().config, 'PROTECTION_RULES', {'netbox_proxbox.proxmoxnode': [NobodyDeletes()]})


def everything_of(endpoint: ProxmoxEndpoint) -> list[int]:
    """All nodes of an endpoint, as if none was left in Proxmox."""
    return list(endpoint.nodes.order_by('pk').values_list('pk', flat=True))


def test_nodes_that_are_gone_are_deleted(endpoint: ProxmoxEndpoint) -> None:
    _, deleted = written(endpoint, cluster_of('pve1'))

    assert [node.name for node in ProxmoxNode.objects.all()] == ['pve1']
    assert {(record['action'], record['name']) for record in deleted.records} == {
        ('delete', 'pve2'),
        ('delete', 'pve3'),
    }
    assert all(record['object_id'] for record in deleted.records)


def test_a_host_whose_cluster_a_person_deleted_stays_alone(endpoint: ProxmoxEndpoint) -> None:
    ProxmoxCluster.objects.get().delete()

    written(endpoint, standalone_host('pve1'))

    assert ProxmoxNode.objects.get().proxmox_cluster is None
    assert not ProxmoxCluster.objects.exists()


def test_rows_of_other_endpoints_are_left_alone(endpoint: ProxmoxEndpoint) -> None:
    other = an_endpoint(endpoint.backend, name='other')
    written(other, cluster_of('pve8', 'pve9', name='elsewhere'))

    prune(everything_of(endpoint), 1)

    assert ProxmoxNode.objects.filter(endpoint=other).count() == ProxmoxNode.objects.count() == 2


@pytest.mark.usefixtures('_protection')
def test_what_a_protection_rule_covers_is_kept_with_a_warning(endpoint: ProxmoxEndpoint) -> None:
    deleted = prune(everything_of(endpoint), 1)

    assert [node.name for node in ProxmoxNode.objects.all()] == ['pve2']
    assert [record['name'] for record in deleted.records] == ['pve1', 'pve3']
    assert len(deleted.warnings) == 1
    assert deleted.warnings[0].startswith('pve2 is gone from Proxmox but was kept, for NetBox refuses to delete it: ')
    assert 'This one is ours.' in deleted.warnings[0]


@pytest.mark.parametrize('refusal', [ProtectedError, RestrictedError])
def test_what_another_plugin_protects_is_kept_with_a_warning(
    endpoint: ProxmoxEndpoint, refusal: type[ProtectedError | RestrictedError]
) -> None:
    def refuse(instance: ProxmoxNode, **_: object) -> None:
        if instance.name == 'pve2':
            raise refusal('Rack plans refer to it.', {endpoint})

    pre_delete.connect(refuse, sender=ProxmoxNode)
    try:
        _, deleted = written(endpoint, cluster_of('pve1'))
    finally:
        pre_delete.disconnect(refuse, sender=ProxmoxNode)

    assert {node.name for node in ProxmoxNode.objects.all()} == {'pve1', 'pve2'}
    assert deleted.warnings[0].endswith('NetBox refuses to delete it: Rack plans refer to it.')
