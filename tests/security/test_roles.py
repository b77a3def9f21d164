"""The three ready roles may do what docs/security.md says and nothing else, and a permission for one endpoint, too."""

import json
import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from users.models import Group, ObjectPermission, User

from devstack.paths import ROOT
from netbox_proxbox.management.roles import ROLES
from tests.accounts import api_client, grant, page_client
from tests.security.rules import rule_of
from tests.security.test_permissions import ROUTES, is_allowed, objects, path_of, status

__all__ = ('objects', 'path_of')

pytestmark = pytest.mark.django_db

PAGE = (ROOT / 'docs' / 'security.md').read_text()
WORDS = {
    'backends': 'proxboxbackend',
    'endpoints': 'proxmoxendpoint',
    'clusters': 'proxmoxcluster',
    'nodes': 'proxmoxnode',
    'runs': 'syncrun',
}
KINDS = ('endpoints', 'clusters', 'nodes', 'sync-runs')
ROW = re.compile(r'^\| `(ProxBox \w+)` \| (.+) \|$', re.MULTILINE)
CONSTRAINT = re.compile(r'^\| (\w+) \| ([\w, ]+) \| `(\{.+\})` \|$', re.MULTILINE)


def permissions_of(cell: str) -> frozenset[str]:
    """The permissions that a cell such as "view: nodes, runs; sync: endpoints" names."""
    found = set()
    for part in cell.split('; '):
        actions, _, models = part.partition(': ')
        found |= {
            f'netbox_proxbox.{action}_{WORDS[model]}' for action in actions.split(', ') for model in models.split(', ')
        }
    return frozenset(found)


DOCUMENTED = {group: permissions_of(cell) for group, cell in ROW.findall(PAGE)}


def make_roles() -> str:
    out = StringIO()
    call_command('proxbox_roles', stdout=out)
    return out.getvalue()


def member_of(group: str) -> User:
    user = User.objects.create_user(username='member')
    user.groups.add(Group.objects.get(name=group))
    return User.objects.get(pk=user.pk)


def test_the_documentation_names_each_role() -> None:
    assert set(DOCUMENTED) == {role.group for role in ROLES}


@pytest.mark.parametrize('group', DOCUMENTED)
def test_a_role_may_do_what_is_documented_and_nothing_else(group: str, path_of: Callable[..., str]) -> None:
    make_roles()
    user = member_of(group)
    page, rest = page_client(user), api_client(user)
    surprises = {}
    for route in ROUTES:
        rule = rule_of(route)
        with transaction.atomic():
            code = status(rest if route.is_rest else page, route, path_of(route))
            transaction.set_rollback(True)
        may = rule.needs <= DOCUMENTED[group] and not rule.is_for_superusers
        if not (is_allowed(route, code) if may else code == rule.refusal):
            surprises[route] = code

    assert surprises == {}


def test_called_again_it_repairs_and_takes_nothing_away() -> None:
    assert make_roles().count('is made') == 3
    permission = ObjectPermission.objects.get(name='ProxBox operators: sync')
    permission.constraints = {'name': 'lab'}
    permission.actions = ['view']
    permission.save()
    user = member_of('ProxBox operators')
    count = ObjectPermission.objects.count()

    assert make_roles().count('was there') == 3

    permission.refresh_from_db()
    assert (permission.actions, permission.constraints) == (['sync'], {'name': 'lab'})
    assert (ObjectPermission.objects.count(), Group.objects.count()) == (count, 3)
    assert user.groups.get().name == 'ProxBox operators'


def test_the_documented_constraints_are_for_one_endpoint(
    objects: dict[str, list[Any]], path_of: Callable[..., str]
) -> None:
    mine, other = objects['proxmoxendpoint']
    user = User.objects.create_user(username='member')
    for word, actions, constraint in CONSTRAINT.findall(PAGE):
        model = apps.get_model('netbox_proxbox', WORDS[word])
        grant(user, model, *actions.split(', '), constraints=json.loads(constraint.replace('lab', mine.name)))
    client = api_client(user)

    def seen(kind: str) -> list[str]:
        found = client.get(f'/api/plugins/proxbox/{kind}/').json()['results']
        return [row['name'] if kind == 'endpoints' else row['endpoint']['name'] for row in found]

    assert mine.name != other.name
    assert {kind: seen(kind) for kind in KINDS} == {kind: [mine.name] for kind in KINDS}
    assert client.get('/api/plugins/proxbox/backends/').status_code == 403
    assert client.post(f'/api/plugins/proxbox/endpoints/{other.pk}/sync/').status_code in (403, 404)
    node = objects['proxmoxnode'][1]
    assert client.patch(f'/api/plugins/proxbox/nodes/{node.pk}/', {'comments': 'x'}).status_code == 404
