"""Every address asks for exactly the permissions that the table of rules names, and shows nobody else's objects."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient
from users.models import ObjectPermission, User
from utilities.testing import create_test_device
from virtualization.models import Cluster, ClusterType

from netbox_proxbox.database.clock import database_now
from netbox_proxbox.models import ProxboxBackend
from netbox_proxbox.tests import estate
from tests.accounts import api_client, grant, page_client
from tests.builders import a_run
from tests.security.routes import Route, all_routes
from tests.security.rules import MODELS, SYNC_ACTIONS, Rule, rule_of

pytestmark = pytest.mark.django_db

ACTIONS = ('view', 'add', 'change', 'delete')
EVERYTHING = frozenset(
    {
        'dcim.view_device',
        'virtualization.view_cluster',
        'netbox_proxbox.sync_proxmoxendpoint',
        *(f'netbox_proxbox.{action}_{model}' for model in MODELS for action in ACTIONS),
    }
)
VIEWER = frozenset(permission for permission in EVERYTHING if '.view_' in permission)
ROLES: Mapping[str, Callable[[Rule], frozenset[str]]] = {
    'who may see everything': lambda rule: VIEWER,
    'who may sync': lambda rule: frozenset({'netbox_proxbox.sync_proxmoxendpoint'}),
    'who may do this only': lambda rule: rule.needs,
    'who may do all but this': lambda rule: EVERYTHING - rule.needs,
}
ROUTES = all_routes()
# NetBox's own form fails without them.
IMPORT = {'format': 'csv', 'csv_delimiter': 'auto', 'data': 'name\nx'}


@pytest.fixture
def objects() -> dict[str, list[Any]]:
    """Two of everything; nothing listens where the backends are."""
    nodes = estate.make_nodes(2)
    ProxboxBackend.objects.update(base_url='http://127.0.0.1:9')
    kind = ClusterType.objects.create(name='Proxmox', slug='proxmox')
    return {
        'proxmoxnode': [*nodes],
        'proxmoxcluster': [node.proxmox_cluster for node in nodes if node.proxmox_cluster],
        'proxmoxendpoint': [node.endpoint for node in nodes],
        'proxboxbackend': [node.endpoint.backend for node in nodes],
        'syncrun': [a_run(node.endpoint, 'succeeded', ended_at=database_now()) for node in nodes],
        'cluster': [Cluster.objects.create(name=f'cluster {number}', type=kind) for number in range(2)],
        'device': [create_test_device(f'device {number}') for number in range(2)],
    }


@pytest.fixture
def path_of(objects: dict[str, list[Any]]) -> Callable[..., str]:
    def path(route: Route, which: int = 0) -> str:
        found = objects.get(route.short_name.replace('-', '_').partition('_')[0], [])
        return reverse(route.name, kwargs={'pk': found[which].pk} if route.has_pk else {})

    return path


def permit(user: User, permissions: Iterable[str], constraints: dict[str, Any] | None = None) -> None:
    """Let a user have these permissions and no others. What they hold already stays, for most of it always does."""
    wanted = {f'{permission} {constraints}': permission for permission in permissions}
    held = ObjectPermission.objects.filter(users=user)
    held.exclude(name__in=wanted).delete()
    for name in wanted.keys() - set(held.values_list('name', flat=True)):
        app, _, rest = wanted[name].partition('.')
        action, _, model = rest.partition('_')
        grant(user, apps.get_model(app, model), action, constraints=constraints, name=name)


def status(client: Client, route: Route, path: str) -> int:
    if isinstance(client, APIClient):
        content: Any = [] if route.short_name.endswith('-list') and route.method != 'post' else {}
        answer = getattr(client, route.method)(path, content, format='json')
    else:
        answer = getattr(client, route.method)(path, IMPORT if 'import' in route.name else {})
    return int(answer.status_code)


def is_allowed(route: Route, code: int) -> bool:
    """An answer of the view itself: a page, a redirect, a refusal of what was sent."""
    return code in {200, 204, 302} | ({201, 202, 400, 409, 503} if route.is_rest else set())


def hidden_behind(route: Route, rule: Rule) -> int:
    """The answer about an object of somebody else: as if there were none."""
    if route.is_rest and route.short_name.partition('-')[2] in SYNC_ACTIONS:
        return 403
    if route.short_name.endswith('test_values') and route.method == 'get':
        return 302
    return 404 if rule.refusal == 403 else rule.refusal


def test_every_address_has_its_rule() -> None:
    forgotten = []
    for route in ROUTES:
        try:
            rule_of(route)
        except KeyError:
            forgotten.append(route)

    assert forgotten == []
    assert len(ROUTES) > 130


def test_nobody_without_a_login_gets_anywhere(path_of: Callable[..., str]) -> None:
    found = {}
    for route in ROUTES:
        client: Client = APIClient() if route.is_rest else Client()
        answer = getattr(client, route.method)(path_of(route))
        led_to_login = answer.status_code == 302 and answer['Location'].startswith('/login/')
        # The page of a run loads itself anew then, and is led to the login.
        loads_anew = answer.headers.get('HX-Refresh') == 'true' and not answer.content
        if not (answer.status_code == 403 if route.is_rest else led_to_login or loads_anew):
            found[route] = answer.status_code

    assert found == {}


@pytest.mark.parametrize('role', ROLES)
def test_each_role(role: str, path_of: Callable[..., str]) -> None:
    user = User.objects.create_user(username='operator')
    page, rest = page_client(user), api_client(user)
    surprises = {}
    for route in ROUTES:
        rule = rule_of(route)
        granted = ROLES[role](rule)
        permit(user, granted)
        with transaction.atomic():
            code = status(rest if route.is_rest else page, route, path_of(route))
            transaction.set_rollback(True)
        may = rule.needs <= granted and not rule.is_for_superusers
        if not (is_allowed(route, code) if may else code == rule.refusal):
            surprises[route] = code

    assert surprises == {}


def test_nobody_sees_or_changes_what_is_not_theirs(objects: dict[str, list[Any]], path_of: Callable[..., str]) -> None:
    user = User.objects.create_user(username='operator')
    page, rest = page_client(user), api_client(user)
    found = {}
    for route in [route for route in ROUTES if route.has_pk]:
        rule = rule_of(route)
        mine = objects[route.short_name.replace('-', '_').partition('_')[0]][0]
        permit(user, rule.needs, {'pk': mine.pk})
        code = status(rest if route.is_rest else page, route, path_of(route, 1))
        if code != hidden_behind(route, rule):
            found[route] = code

    assert found == {}


def test_a_token_that_may_only_read_changes_nothing(path_of: Callable[..., str]) -> None:
    client = api_client(User.objects.create_superuser(username='administrator'), write_enabled=False)
    writing = [route for route in ROUTES if route.is_rest and route.method != 'get']

    assert {status(client, route, path_of(route)) for route in writing} == {403}
