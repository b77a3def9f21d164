"""Endpoints that are read directly, and what only their source knows, in REST and GraphQL."""

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.tests import estate
from tests.builders import a_backend, a_direct_endpoint, an_endpoint
from tests.certificates import CA_CERTIFICATE

pytestmark = pytest.mark.django_db

ENDPOINTS = '/api/plugins/proxbox/endpoints/'
NEW = {'name': 'new', 'domain': 'pve1', 'token_name': 'svc@pve!netbox', 'token_value': 'a-value'}
PIN = ':'.join(['AB'] * 32)
NOTES = {
    'members': [{'name': 'pve1', 'address': '192.0.2.1', 'fingerprint': PIN}],
    'last_address': 'pve1',
    'pve_version': '8.4.1',
    'failures': 2,
    'pause_cause': 'It is silent.',
}


def test_without_a_backend_it_is_read_directly(admin: APIClient) -> None:
    answer = admin.post(ENDPOINTS, NEW, format='json')

    assert answer.status_code == 201
    assert answer.json()['backend'] is None
    assert answer.json()['use_other_members'] is True
    assert ProxmoxEndpoint.objects.get().is_direct


def test_trust_and_addresses_get_their_one_spelling(admin: APIClient) -> None:
    entered = {'tls_fingerprint': PIN.lower(), 'further_addresses': ['https://pve2:8443/', 'pve1', 'pve2:8443']}

    answer = admin.post(ENDPOINTS, {**NEW, **entered, 'backend': None}, format='json').json()

    assert (answer['tls_fingerprint'], answer['further_addresses']) == (PIN, ['pve2:8443'])
    stored = ProxmoxEndpoint.objects.get()
    assert (stored.tls_fingerprint, stored.further_addresses) == (PIN, ['pve2:8443'])


@pytest.mark.parametrize(
    ('entered', 'field'),
    [
        ({'ca_certificate': 'nonsense'}, 'ca_certificate'),
        ({'tls_fingerprint': 'AB:CD'}, 'tls_fingerprint'),
        ({'tls_fingerprint': PIN, 'ca_certificate': CA_CERTIFICATE}, 'tls_fingerprint'),
        ({'further_addresses': ['pve two']}, 'further_addresses'),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(admin: APIClient, entered: dict[str, Any], field: str) -> None:
    answer = admin.post(ENDPOINTS, {**NEW, **entered}, format='json')

    assert (answer.status_code, list(answer.json())) == (400, [field])


def test_what_was_learned_is_read_and_not_written(admin: APIClient) -> None:
    endpoint = a_direct_endpoint()
    ProxmoxEndpoint.objects.update(**NOTES)
    path = f'{ENDPOINTS}{endpoint.pk}/'

    answer = admin.get(path).json()
    assert {name: answer[name] for name in NOTES} == NOTES

    lies: dict[str, Any] = {
        'members': [{'name': 'pve1', 'address': 'pve.attacker.example', 'fingerprint': PIN}],
        'last_address': 'pve.attacker.example',
    }
    assert admin.patch(path, {**lies, 'description': 'new'}, format='json').status_code == 200
    answer = admin.get(path).json()
    assert {name: answer[name] for name in NOTES} == NOTES


def test_to_and_from_a_backend_the_login_is_asked_for(admin: APIClient) -> None:
    endpoint, backend = a_direct_endpoint(), a_backend()
    path = f'{ENDPOINTS}{endpoint.pk}/'

    for value in (backend.pk, None):
        assert list(admin.patch(path, {'backend': value}, format='json').json()) == ['password']
        answer = admin.patch(path, {'backend': value, 'password': 'again'}, format='json')
        assert (answer.status_code, (answer.json()['backend'] or {}).get('id')) == (200, value)


def test_a_put_without_a_backend_leaves_what_is_there(admin: APIClient) -> None:
    endpoint = an_endpoint(domain='pve1')

    answer = admin.put(f'{ENDPOINTS}{endpoint.pk}/', {'name': 'lab', 'description': 'new'}, format='json')

    assert answer.status_code == 200, answer.json()
    assert not ProxmoxEndpoint.objects.get().is_direct


@pytest.mark.parametrize(
    ('query', 'found'),
    [
        ('is_direct=true', ['direct']),
        ('is_direct=false', ['behind']),
        ('backend_id=null', ['direct']),
        ('further_addresses=pve2', ['direct']),
        ('q=PVE3', ['direct']),
        ('pve_version__isw=8.', ['direct']),
        ('failures__gt=0', ['direct']),
    ],
)
def test_endpoints_are_found_by_it(admin: APIClient, query: str, found: list[str]) -> None:
    an_endpoint(name='behind')
    a_direct_endpoint(name='direct', further_addresses=['pve2', 'pve3'])
    ProxmoxEndpoint.objects.filter(name='direct').update(**NOTES)

    answer = admin.get(f'{ENDPOINTS}?{query}')

    assert [row['name'] for row in answer.json()['results']] == found


def test_graphql_tells_the_two_apart(admin: APIClient) -> None:
    an_endpoint(name='behind')
    a_direct_endpoint(name='direct', further_addresses=['pve2'])
    ProxmoxEndpoint.objects.filter(name='direct').update(**NOTES)
    query = (
        '{ proxmox_endpoint_list(filters: {is_direct: true}) '
        '{ name is_direct backend { name } further_addresses pve_version last_address members } }'
    )

    answer = admin.post('/graphql/', {'query': query}, format='json').json()

    known = {name: NOTES[name] for name in ('pve_version', 'last_address', 'members')}
    expected = {'name': 'direct', 'is_direct': True, 'backend': None, 'further_addresses': ['pve2'], **known}
    assert answer['data']['proxmox_endpoint_list'] == [expected]


def test_a_node_tells_of_its_disk_version_and_start(admin: APIClient) -> None:
    estate.make_nodes(2)
    read_at = clock.database_now().replace(microsecond=0)
    ProxmoxNode.objects.update(metrics_read_at=read_at)
    path = f'/api/plugins/proxbox/nodes/?name={ProxmoxNode.objects.earliest("pk").name}'

    node = admin.get(path).json()['results'][0]
    query = '{ proxmox_node_list(filters: {name: {exact: "node-1"}}) { disk_usage_percent pve_version boot_time } }'
    told = admin.post('/graphql/', {'query': query}, format='json').json()['data']['proxmox_node_list'][0]

    assert (node['disk_usage'], node['max_disk'], node['disk_usage_percent']) == (2**33, 2**35, 25.0)
    started = read_at - timedelta(days=1)
    assert node['boot_time'] == started.strftime('%Y-%m-%dT%H:%M:%SZ')
    assert told == {'disk_usage_percent': 25.0, 'pve_version': '8.4.1', 'boot_time': started.isoformat()}
