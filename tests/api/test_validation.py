"""What the REST API refuses, field by field, and what a complete request creates."""

from typing import Any

import pytest
from core.models import ObjectType
from extras.models import CustomField
from rest_framework.test import APIClient

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.tests import estate

ROOT = '/api/plugins/proxbox/'


@pytest.fixture
def clusters(db: None) -> list[ProxmoxCluster]:
    return estate.make_clusters()


def test_an_endpoint_has_one_cluster(admin: APIClient, clusters: list[ProxmoxCluster]) -> None:
    answer = admin.post(f'{ROOT}clusters/', {'name': 'second', 'endpoint': clusters[0].endpoint_id}, format='json')

    assert answer.status_code == 400
    assert 'has a cluster already' in answer.content.decode()


def test_node_names_are_unique_within_an_endpoint(admin: APIClient, clusters: list[ProxmoxCluster]) -> None:
    first, second = ({'name': 'pve1', 'endpoint': cluster.endpoint_id} for cluster in clusters[:2])

    codes = [admin.post(f'{ROOT}nodes/', fields, format='json').status_code for fields in (first, first, second)]

    assert codes == [201, 400, 201]


def test_a_node_can_not_be_in_the_cluster_of_another_endpoint(admin: APIClient, clusters: list[ProxmoxCluster]) -> None:
    fields = {'name': 'pve1', 'endpoint': clusters[0].endpoint_id, 'proxmox_cluster': clusters[1].pk}

    answer = admin.post(f'{ROOT}nodes/', fields, format='json')

    assert answer.status_code == 400
    assert list(answer.json()) == ['proxmox_cluster']


@pytest.mark.parametrize(
    ('changes', 'field'),
    [
        ({'domain': '', 'ip_address': None}, 'ip_address'),
        ({'ip_address': '10.0.0.256'}, 'ip_address'),
        ({'port': 70000}, 'port'),
        ({'password': ''}, 'password'),
        ({'token_name': 'half'}, 'token_name'),
        ({'username': 'root'}, 'username'),
        ({'backend': 0}, 'backend'),
        ({'timeout': 3600}, 'timeout'),
    ],
)
def test_an_endpoint_that_could_not_be_read_is_refused(
    admin: APIClient, clusters: list[ProxmoxCluster], changes: dict[str, Any], field: str
) -> None:
    endpoint = clusters[0].endpoint

    answer = admin.patch(f'{ROOT}endpoints/{endpoint.pk}/', changes, format='json')

    assert answer.status_code == 400
    assert list(answer.json()) == [field]


@pytest.mark.parametrize('base_url', ['proxbox-api:8800', 'ftp://proxbox-api', 'http://a:b@proxbox-api', 'http://'])
def test_a_backend_needs_a_plain_address(admin: APIClient, base_url: str) -> None:
    answer = admin.post(f'{ROOT}backends/', {'name': 'b', 'base_url': base_url, 'api_key': 'k' * 32}, format='json')

    assert answer.status_code == 400
    assert list(answer.json()) == ['base_url']


def test_what_the_worker_notes_can_not_be_written(admin: APIClient, clusters: list[ProxmoxCluster]) -> None:
    endpoint = clusters[0].endpoint
    notes = {'mode': 'cluster', 'last_read_at': '2026-04-01T00:00:00Z', 'next_sync_at': '2026-04-01T00:00:00Z'}

    answer = admin.patch(f'{ROOT}endpoints/{endpoint.pk}/', notes, format='json').json()

    assert (answer['mode']['value'], answer['last_read_at'], answer['next_sync_at']) == ('undefined', None, None)


def test_a_backend_in_use_is_not_deleted(admin: APIClient, clusters: list[ProxmoxCluster]) -> None:
    assert admin.delete(f'{ROOT}backends/{clusters[0].endpoint.backend_id}/').status_code == 409


def test_with_an_endpoint_go_its_clusters_and_nodes(admin: APIClient, clusters: list[ProxmoxCluster]) -> None:
    endpoint = ProxmoxEndpoint.objects.get(pk=clusters[0].endpoint_id)
    ProxmoxNode.objects.create(endpoint=endpoint, proxmox_cluster=clusters[0], name='pve1')

    assert admin.delete(f'{ROOT}endpoints/{endpoint.pk}/').status_code == 204
    assert ProxmoxCluster.objects.count() == 2
    assert not ProxmoxNode.objects.exists()


@pytest.mark.parametrize(
    ('attributes', 'words'),
    [
        ({'name': 'a\0b'}, 'cannot hold'),
        ({'port': 'abc'}, 'cannot hold'),
        ({'id': []}, 'cannot hold'),
        ({'planet': 'Mars'}, 'planet'),
        ({'password__startswith': 'g'}, 'startswith'),
        ({'backend': {'api_key__regex': '^g'}}, 'regex'),
    ],
)
def test_a_related_object_is_described_by_what_it_can_have(
    admin: APIClient, db: None, attributes: dict[str, Any], words: str
) -> None:
    estate.make_endpoints(1)

    answer = admin.post(f'{ROOT}clusters/', {'name': 'c', 'endpoint': attributes}, format='json')

    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_what_only_the_database_refuses_is_answered_in_words(admin: APIClient, db: None) -> None:
    field = CustomField.objects.create(name='notes', type='json')
    field.object_types.add(ObjectType.objects.get_for_model(ProxmoxEndpoint))
    endpoint = estate.make_endpoints(1)[0]

    answer = admin.patch(
        f'{ROOT}endpoints/{endpoint.pk}/', {'custom_fields': {'notes': {'text': 'a\0b'}}}, format='json'
    )

    assert answer.status_code == 400
    assert 'NUL' in answer.json()['detail']


@pytest.mark.parametrize('many', [False, True])
def test_a_tag_that_no_database_holds_is_refused_in_words(admin: APIClient, db: None, many: bool) -> None:
    fields = {'name': 'b', 'base_url': 'http://proxbox-api', 'api_key': 'k' * 32, 'tags': [{'name': 'a\0b'}]}

    answer = admin.post(f'{ROOT}backends/', [fields] if many else fields, format='json')

    assert answer.status_code == 400
    assert 'cannot hold' in answer.content.decode()
