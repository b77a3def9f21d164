"""The OpenAPI schema of the plugin's part of the REST API."""

from typing import Any

import pytest
from django.urls import include, path
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

ROOT = '/api/plugins/proxbox/'


@pytest.fixture
def schema(db: None) -> dict[str, Any]:
    GENERATOR_STATS.reset()
    ours = path(ROOT[1:], include('netbox_proxbox.api.urls'))
    generator: Any = SchemaGenerator
    schema: dict[str, Any] = generator(patterns=[ours]).get_schema(request=None, public=True)
    return schema


def test_it_is_made_without_warnings(schema: dict[str, Any]) -> None:
    assert not GENERATOR_STATS


def test_it_has_the_documented_paths(schema: dict[str, Any]) -> None:
    for resource in ('clusters', 'nodes', 'endpoints', 'backends'):
        assert {'get', 'post'} <= set(schema['paths'][f'{ROOT}{resource}/'])
        assert {'get', 'put', 'patch', 'delete'} <= set(schema['paths'][f'{ROOT}{resource}/{{id}}/'])
    assert set(schema['paths'][f'{ROOT}sync-runs/{{id}}/']) == {'get', 'delete'}
    assert set(schema['paths'][f'{ROOT}endpoints/{{id}}/sync/']['post']['responses']) == {'202', '503'}
    assert set(schema['paths'][f'{ROOT}health/']['get']['responses']) == {'200', '503'}
    assert 'text/plain' in str(schema['paths'][f'{ROOT}metrics/']['get']['responses'])


def test_secrets_are_in_requests_only(schema: dict[str, Any]) -> None:
    components = schema['components']['schemas']

    assert {'password', 'token_value'} <= set(components['ProxmoxEndpointRequest']['properties'])
    assert not {'password', 'token_value'} & set(components['ProxmoxEndpoint']['properties'])
    assert 'api_key' in components['ProxboxBackendRequest']['properties']
    assert 'api_key' not in components['ProxboxBackend']['properties']


def test_a_backend_needs_a_key_but_for_a_change_of_something_else(schema: dict[str, Any]) -> None:
    components = schema['components']['schemas']

    assert 'api_key' in components['ProxboxBackendRequest']['required']
    assert components['ProxboxBackendRequest']['properties']['api_key']['minLength'] == 1
    assert 'api_key' not in components['PatchedProxboxBackendRequest'].get('required', ())
    assert {'password', 'token_value'}.isdisjoint(components['ProxmoxEndpointRequest']['required'])


@pytest.mark.parametrize('method', ['put', 'patch', 'delete'])
def test_a_record_can_be_removed_wherever_one_may_be_left(schema: dict[str, Any], method: str) -> None:
    parameters = schema['paths'][f'{ROOT}endpoints/{{id}}/'][method]['parameters']

    assert [one['schema']['type'] for one in parameters if one['name'] == 'remove_record'] == ['boolean']


@pytest.mark.parametrize(
    ('path', 'name'),
    [
        ('nodes', 'endpoint'),
        ('nodes', 'proxmox_cluster'),
        ('nodes', 'netbox_device'),
        ('clusters', 'endpoint'),
        ('clusters', 'netbox_cluster'),
        ('sync-runs', 'endpoint'),
        ('endpoints', 'backend'),
    ],
)
def test_it_says_that_a_relation_is_known_by_name_or_id(schema: dict[str, Any], path: str, name: str) -> None:
    parameters = {one['name']: one for one in schema['paths'][f'{ROOT}{path}/']['get']['parameters']}

    assert parameters[name]['schema'] == {'type': 'array', 'items': {'type': 'string'}}
    assert parameters[name]['description'].startswith('A name or an ID')
    assert parameters[f'{name}_id']['schema']['items']['type'] == 'integer'
