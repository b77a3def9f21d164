"""The page that asks which deleted rows come back, and the button that leads to it."""

from html import unescape
from typing import Any

import pytest
from core.models import ObjectChange
from dcim.models import Device
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from users.models import User

from netbox_proxbox.models import ProxmoxNode, SyncRun
from tests.accounts import grant
from tests.restore.restoring import a_run_that_deleted
from tests.restore.scene import Scene, scene
from tests.sync.estate import Estate
from tests.sync.missing_nodes import answer
from tests.sync.whole_runs import synced

__all__ = ('scene',)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(db: None) -> User:
    """Who wrote the journal."""
    return User.objects.create_user('ada')


def page_of(run: SyncRun) -> str:
    return f'{run.get_absolute_url()}restore/'


def shown(browser: Client, run: SyncRun) -> str:
    """The words of the page, in one line."""
    answer = browser.get(page_of(run))
    assert answer.status_code == 200
    return ' '.join(unescape(strip_tags(answer.content.decode())).split())


def told(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def has_button(browser: Client, run: SyncRun) -> bool:
    return page_of(run) in browser.get(run.get_absolute_url()).content.decode()


def test_the_page_says_what_comes_back_and_what_does_not(admin: Client, scene: Scene) -> None:
    page = shown(admin, scene.run)

    for words in ('NetBox device: dc1-pve2', 'Tags: core, lab', 'Custom fields: rack_unit', 'Comments', 'Description'):
        assert words in page
    assert 'One journal entry' in page
    assert 'Bookmarks and subscriptions never come back' in page
    device = scene.device.pk
    scene.device.delete()
    assert f'NetBox device: what it led to, with the ID {device}, is gone.' in shown(admin, scene.run)


def test_what_is_ticked_comes_back_and_its_page_is_shown(admin: Client, scene: Scene) -> None:
    answer = admin.post(page_of(scene.run), {'nodes': [scene.node.pk]})

    assert told(answer) == ['Restored: pve2.']
    assert answer['Location'] == ProxmoxNode.objects.get(name='pve2').get_absolute_url()
    entry = ObjectChange.objects.filter(changed_object_id=scene.node.pk, user_name='administrator').get()
    assert (entry.action, entry.message) == ('create', f'Restored from sync run {scene.run.pk}')


@pytest.mark.parametrize('entered', [{}, {'nodes': ['nonsense', '9' * 5000]}])
def test_nothing_comes_back_without_a_tick(admin: Client, scene: Scene, entered: dict[str, list[str]]) -> None:
    answer = admin.post(page_of(scene.run), entered)

    assert (answer['Location'], told(answer)) == (page_of(scene.run), ['Tick what is to be undone.'])
    assert not ProxmoxNode.objects.filter(name='pve2').exists()


def test_what_the_run_did_not_delete_is_refused(admin: Client, scene: Scene) -> None:
    answer = admin.post(page_of(scene.run), {'nodes': ['12345']})

    assert told(answer) == ['This run deleted no Proxmox node with these IDs: 12345.']


def test_a_row_in_its_place_is_offered_what_it_lacks(admin: Client, scene: Scene, estate: Estate) -> None:
    answer(estate, 1, 2, 3)
    synced(scene.endpoint)

    assert 'Another pve2 is in its place already. It gets what it lacks: NetBox device: dc1-pve2' in shown(
        admin, scene.run
    )
    moved = admin.post(page_of(scene.run), {'nodes': [scene.node.pk]})
    assert told(moved) == ['pve2 got what the deleted row of that name had.']
    assert ProxmoxNode.objects.get(name='pve2').netbox_device == scene.device


def test_what_the_change_log_has_no_more_is_counted(admin: Client, scene: Scene) -> None:
    assert has_button(admin, scene.run)
    ObjectChange.objects.filter(action='delete').delete()

    assert "1 of 1 deletion is not in NetBox's change log any more." in shown(admin, scene.run)
    assert not has_button(admin, scene.run)


def test_the_button_is_for_whoever_may_restore(browser: Client, user: User, scene: Scene) -> None:
    grant(user, SyncRun, 'view')
    assert not has_button(browser, scene.run)
    assert 'You do not have the permission to add Proxmox nodes.' in shown(browser, scene.run)

    grant(user, ProxmoxNode, 'add')
    assert has_button(browser, scene.run)


def test_a_run_that_deleted_nothing_has_no_button(admin: Client, scene: Scene) -> None:
    first = SyncRun.objects.order_by('pk').first()
    assert first is not None

    assert not has_button(admin, first)
    assert admin.get(page_of(first))['Location'] == first.get_absolute_url()


def test_a_device_that_one_may_not_see_is_not_named(browser: Client, user: User, scene: Scene) -> None:
    grant(user, SyncRun, 'view')
    grant(user, ProxmoxNode, 'add')
    assert 'NetBox device: one that you may not see' in shown(browser, scene.run)

    grant(user, Device, 'view')
    assert 'NetBox device: dc1-pve2' in shown(browser, scene.run)


def test_who_may_not_see_the_run_sees_nothing(browser: Client, user: User, scene: Scene) -> None:
    grant(user, SyncRun, 'view', constraints={'status': 'failed'})
    grant(user, ProxmoxNode, 'add', 'view')

    assert browser.get(page_of(scene.run)).status_code == 404
    assert browser.post(page_of(scene.run), {'nodes': [scene.node.pk]}).status_code == 404


def test_the_number_of_queries_does_not_depend_on_the_number_of_deletions(admin: Client, scene: Scene) -> None:
    shown(admin, scene.run)
    with CaptureQueriesContext(
        connection,
    ) as one:
        shown(admin, scene.run)
    rows = [ProxmoxNode.objects.create(endpoint=scene.endpoint, name=f'more{n}', comments='x') for n in range(20)]
    run = a_run_that_deleted(*rows)

    with CaptureQueriesContext(connection) as many:
        assert 'more19' in shown(admin, run)

    assert len(many) <= len(one)
