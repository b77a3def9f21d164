"""Whatever fits the OpenAPI schema, and much that does not, is answered in words: no request ends in a 500."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from schemathesis import Case, GenerationMode, openapi
from schemathesis.schemas import BaseSchema
from users.constants import TOKEN_PREFIX
from users.models import Token, User

from netbox_proxbox.models import ProxmoxNode, SyncRun
from netbox_proxbox.tests import estate

ROOT = 'api/plugins/proxbox/'
WRITABLE = [f'/{ROOT}{resource}/' for resource in ('backends', 'endpoints', 'clusters', 'nodes')]
RUNS = f'/{ROOT}sync-runs/'
OPERATIONS = [
    *((method, address) for address in WRITABLE for method in ('get', 'post', 'put', 'patch', 'delete')),
    *((method, f'{address}{{id}}/') for address in WRITABLE for method in ('get', 'put', 'patch', 'delete')),
    *(('post', f'/{ROOT}endpoints/{{id}}/{name}/') for name in ('sync', 'preview', 'confirm-deletions', 'keep-nodes')),
    *(('post', f'/{ROOT}endpoints/{{id}}/{name}/') for name in ('believe-reading', 'rename-nodes')),
    *(('post', f'/{ROOT}{resource}/{{id}}/decide-link/') for resource in ('clusters', 'nodes')),
    ('get', f'/{ROOT}health/'),
    ('get', f'/{ROOT}metrics/'),
    ('get', RUNS),
    *((method, f'{RUNS}{{id}}/') for method in ('get', 'delete')),
    ('post', f'{RUNS}{{id}}/apply/'),
    ('post', f'{RUNS}{{id}}/restore/'),
]
A_FEW = settings(
    max_examples=6,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope='session')
def schema(test_database: None, django_db_blocker: DjangoDbBlocker) -> BaseSchema:
    generator: Any = SchemaGenerator
    ours = path(ROOT, include('netbox_proxbox.api.urls'))
    with django_db_blocker.unblock():
        schema = openapi.from_dict(generator(patterns=[ours]).get_schema(request=None, public=True))
    schema.app = get_wsgi_application()
    return schema


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """A request leaves the connection open, with the test's transaction in it, as with Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def headers(db: None) -> dict[str, str]:
    token = Token.objects.create(user=User.objects.create_superuser(username='administrator'))
    return {'Authorization': f'Bearer {TOKEN_PREFIX}{token.key}.{token.token}'}


@pytest.fixture
def known(db: None) -> Mapping[str, int]:
    """A row of each resource, by the names under which paths and bodies refer to it."""
    node = estate.make_nodes()[0]
    run = SyncRun.objects.create(endpoint=node.endpoint, status='succeeded', trigger='manual')
    return {**_references(node), 'sync-runs': run.pk}


def test_every_operation_is_tried(schema: BaseSchema) -> None:
    in_schema = {(found.ok().method, found.ok().path) for found in schema.get_all_operations()}  # type: ignore[union-attr]
    assert in_schema == set(OPERATIONS)


@pytest.mark.parametrize(('method', 'address'), OPERATIONS)
def test_no_request_ends_in_a_server_error(
    schema: BaseSchema, headers: dict[str, str], known: Mapping[str, int], method: str, address: str
) -> None:
    operation = schema[address][method]
    documented = operation.definition.raw['responses']
    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))

    @A_FEW
    @given(case=cases, is_known=st.booleans())
    def ask(case: Case[Any], is_known: bool) -> None:
        if is_known:
            _refer_to(known, case)
        with transaction.atomic():
            response = case.call(headers=headers)
            transaction.set_rollback(True)
        assert response.status_code < 500 or str(response.status_code) in documented, response.text

    ask()


def _references(node: ProxmoxNode) -> dict[str, int]:
    endpoint, cluster = node.endpoint, node.proxmox_cluster_id or 0
    return {
        **{'nodes': node.pk, 'clusters': cluster, 'endpoints': endpoint.pk, 'backends': endpoint.backend_id},
        **{'proxmox_cluster': cluster, 'endpoint': endpoint.pk, 'backend': endpoint.backend_id},
    }


def _refer_to(known: Mapping[str, int], case: Case[Any]) -> None:
    """Let a request concern rows that exist, for most of what it may do wrong comes after they are found."""
    own = known.get(case.operation.path.removeprefix(f'/{ROOT}').split('/')[0])
    if case.path_parameters:
        case.path_parameters['id'] = own
    for item in case.body if isinstance(case.body, list) else [case.body]:
        if isinstance(item, dict):
            item.update({name: known[name] for name in item.keys() & known.keys()})
            item.update({'id': own} if 'id' in item else {})
