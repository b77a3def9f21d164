"""`POST sync-runs/{id}/restore/`: who may, and what comes back."""

from typing import Any

import pytest
from rest_framework.test import APIClient
from users.models import User

from netbox_proxbox.models import ProxmoxNode, SyncRun
from tests.accounts import api_client, grant
from tests.restore.scene import Scene, scene

__all__ = ('scene',)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(db: None) -> User:
    """Who wrote the journal."""
    return User.objects.create_user('ada')


def address(run: SyncRun) -> str:
    return f'/api/plugins/proxbox/sync-runs/{run.pk}/restore/'


@pytest.mark.parametrize('named', [True, False])
def test_what_is_named_or_all_comes_back(admin: APIClient, scene: Scene, named: bool) -> None:
    answer = admin.post(address(scene.run), {'nodes': [scene.node.pk]} if named else {}, format='json')

    assert (answer.status_code, answer.json()) == (
        200,
        {
            'restored': [
                {'object_type': 'netbox_proxbox.proxmoxnode', 'id': scene.node.pk, 'name': 'pve2', 'lost': []}
            ],
            'moved': [],
            'left_out': [],
            'unlinked': [],
        },
    )
    assert admin.post(address(scene.run), {}, format='json').json() == {
        'restored': [],
        'moved': [],
        'unlinked': [],
        'left_out': [{'name': 'pve2', 'why': 'It is there again.'}],
    }


@pytest.mark.parametrize('body', [{'nodes': []}, {'node': [1]}, {'nodes': None}, {'nodes': ['x']}, {'clusters': [0]}])
def test_what_names_no_row_by_mistake_does_not_stand_for_all(
    admin: APIClient, scene: Scene, body: dict[str, Any]
) -> None:
    assert admin.post(address(scene.run), body, format='json').status_code == 400

    assert not ProxmoxNode.objects.filter(name='pve2').exists()


def test_rows_that_the_run_did_not_delete_are_refused(admin: APIClient, scene: Scene) -> None:
    answer = admin.post(address(scene.run), {'clusters': [7], 'nodes': [scene.node.pk]}, format='json')

    assert (answer.status_code, answer.json()) == (400, ['This run deleted no Proxmox cluster with these IDs: 7.'])


def test_it_takes_view_on_the_run_and_add_on_the_row(client: APIClient, user: User, scene: Scene) -> None:
    grant(user, ProxmoxNode, 'add')
    assert client.post(address(scene.run), {}, format='json').status_code == 403

    grant(user, SyncRun, 'view', constraints={'status': 'failed'}, name='others')
    assert client.post(address(scene.run), {}, format='json').status_code == 404

    grant(user, SyncRun, 'view')
    assert api_client(user, write_enabled=False).post(address(scene.run), {}, format='json').status_code == 403
    answer = client.post(address(scene.run), {}, format='json').json()
    assert [each['lost'] for each in answer['restored']] == [
        ['One journal entry: you do not have the permission to add it.']
    ]


def test_an_unknown_run_is_not_found(admin: APIClient, db: None) -> None:
    assert admin.post('/api/plugins/proxbox/sync-runs/0/restore/', {}, format='json').status_code == 404
