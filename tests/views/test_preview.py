"""The buttons that preview a sync and apply what was shown, and the plan on the page of a run."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from dcim.models import Device
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from users.models import User
from utilities.testing import create_test_device

from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.schedules.rows import interval_row
from tests.accounts import grant
from tests.builders import a_direct_endpoint, a_run, an_endpoint

pytestmark = pytest.mark.django_db

NODE = 'netbox_proxbox.proxmoxnode'


def record(action: str, name: str, **fields: Any) -> dict[str, Any]:
    return {'action': action, 'object_type': NODE, 'object_id': None, 'name': name, 'fields': fields}


PLAN = [
    record('create', 'pve4', node_id=[None, 4]),
    record('update', 'pve2', online=[True, False]),
    record('delete', 'pve3', tags=['Blue', None]),
]


def a_preview(endpoint: ProxmoxEndpoint | None = None, **fields: Any) -> SyncRun:
    made = {'is_preview': True, 'plan': PLAN, 'ended_at': clock.database_now()}
    return a_run(endpoint or a_direct_endpoint(), 'succeeded', **{**made, **fields})


def page_of(browser: Client, run: SyncRun, query: str = '') -> str:
    answer = browser.get(f'{run.get_absolute_url()}{query}')
    assert answer.status_code == 200
    return ' '.join(answer.content.decode().split())


def words(page: str) -> str:
    return ' '.join(unescape(strip_tags(page)).split())


def test_the_button_asks_for_a_preview(admin: Client) -> None:
    endpoint = a_direct_endpoint()
    assert (
        'Show what a sync would change, without writing it' in admin.get(endpoint.get_absolute_url()).content.decode()
    )

    answer = admin.post(f'{endpoint.get_absolute_url()}preview/')

    run = SyncRun.objects.get()
    assert (run.is_preview, run.trigger, answer['Location']) == (True, 'manual', run.get_absolute_url())


def test_the_button_says_that_a_proxbox_api_is_told_first(admin: Client) -> None:
    page = admin.get(an_endpoint().get_absolute_url()).content.decode()

    assert 'its proxbox-api is told of the endpoint first' in page


def test_the_page_shows_the_plan_and_the_button_to_apply_it(admin: Client) -> None:
    page = page_of(admin, a_preview())

    shown = words(page)
    assert 'A sync would change this: 1 object to create, 1 to change, 1 to delete. Nothing was written.' in shown
    assert 'Create Proxmox node pve4 node_id: — → 4' in shown
    assert 'Delete Proxmox node pve3 tags: Blue → —' in shown
    assert '/apply/' in page
    assert 'schedule' not in shown.partition('Nothing was written.')[2].partition('Apply it')[0]


def test_a_link_that_goes_is_named_to_who_may_see_what_it_leads_to(browser: Client, user: User) -> None:
    device = create_test_device('rack-7')
    going, coming = {'netbox_device': [device.pk, None]}, {'netbox_device': [None, device.pk]}
    run = a_preview(plan=[record('delete', 'pve3', **going), record('update', 'pve4', **coming)])
    grant(user, SyncRun, 'view')

    before = words(page_of(browser, run))
    grant(user, Device, 'view')
    after = words(page_of(browser, run))

    unseen = 'one that is gone, or that you may not see'
    assert [each in before for each in (f'netbox_device: {unseen} → —', f'netbox_device: — → {unseen}')] == [True] * 2
    assert [each in after for each in ('netbox_device: rack-7 → —', 'netbox_device: — → rack-7')] == [True] * 2


def test_an_empty_plan_says_so_and_offers_nothing(admin: Client) -> None:
    page = page_of(admin, a_preview(plan=[]))

    assert 'A sync would change nothing' in page
    assert '/apply/' not in page


def test_an_empty_plan_with_warnings_is_not_praised(admin: Client) -> None:
    page = page_of(admin, a_preview(plan=[], warnings=['A sync would hold deletions.']))

    assert 'A sync would change nothing' in page
    assert 'NetBox holds what Proxmox VE reports' not in page


def test_a_plan_that_was_withdrawn_says_so_and_is_no_empty_one(admin: Client) -> None:
    page = page_of(admin, a_preview(plan=None))

    assert 'The plan was withdrawn: the endpoint leads elsewhere since then' in page
    assert 'A sync would change nothing' not in page
    assert '/apply/' not in page


def test_an_old_plan_cannot_be_applied(admin: Client) -> None:
    run = a_preview(ended_at=clock.database_now() - timedelta(hours=1))

    assert '/apply/' not in page_of(admin, run)
    assert 'too old to be applied' in page_of(admin, run)
    answer = admin.post(f'{run.get_absolute_url()}apply/', follow=True)
    assert 'older than an hour' in answer.content.decode()
    assert SyncRun.objects.count() == 1


def test_a_schedule_is_told_and_leads_to_where_it_is_changed(admin: Client) -> None:
    due = clock.database_now() + timedelta(minutes=5)
    endpoint = a_direct_endpoint(sync_interval=interval_row(1, 'hours'))
    ProxmoxEndpoint.objects.update(next_sync_at=due)

    page = page_of(admin, a_preview(endpoint))

    assert f'The next sync of its schedule, at {due:%Y-%m-%d %H:%M}' in page
    assert f'{endpoint.get_absolute_url()}edit/' in page


def test_applying_leads_to_the_sync(admin: Client) -> None:
    preview = a_preview()

    answer = admin.post(f'{preview.get_absolute_url()}apply/')

    run = SyncRun.objects.get(is_preview=False)
    assert (run.applies, answer['Location']) == (preview, run.get_absolute_url())
    assert preview.get_absolute_url() in page_of(admin, run)


def test_who_may_not_sync_sees_the_plan_only(browser: Client, user: User) -> None:
    run = a_preview()
    grant(user, SyncRun, 'view')

    page = page_of(browser, run)

    assert 'pve4' in page
    assert '/apply/' not in page
    assert browser.post(f'{run.get_absolute_url()}apply/').status_code == 403


def test_a_refused_sync_shows_its_new_plan(admin: Client) -> None:
    run = a_preview(is_preview=False, cause='pve4 is created.', error_code='not-as-previewed')
    SyncRun.objects.update(status='refused')

    page = page_of(admin, run)

    assert 'Nothing was written: what would be changed now is not what the preview has shown' in page
    assert 'pve4 is created.' in page
    assert '/apply/' in page


def test_a_plan_of_a_thousand_nodes_is_paged_at_the_cost_of_a_few(admin: Client) -> None:
    few = a_preview()
    many = a_preview(
        a_direct_endpoint(name='large'), plan=[record('update', f'pve{i}', online=[True, False]) for i in range(1000)]
    )
    page_of(admin, few)
    with CaptureQueriesContext(connection) as queries_of_few:
        page_of(admin, few)
    with CaptureQueriesContext(connection) as queries_of_many:
        first = words(page_of(admin, many))
    last = words(page_of(admin, many, '?page=20'))

    assert len(queries_of_many) == len(queries_of_few)
    assert '1 to 50 of 1000' in first
    assert ' pve49 ' in first
    assert ' pve50 ' not in first
    assert '951 to 1000 of 1000' in last


def test_a_sync_that_waits_for_a_preview_says_so(admin: Client) -> None:
    preview = a_preview(plan=None)
    SyncRun.objects.update(status='running', ended_at=None)
    sync = a_run(preview.endpoint, 'queued')

    assert f'The run waits until run {preview.pk} of this endpoint has ended' in page_of(admin, sync)


def test_previews_count_for_nothing_that_is_said_of_an_endpoint(admin: Client) -> None:
    endpoint = a_direct_endpoint()
    a_run(endpoint, 'succeeded')
    a_preview(endpoint, plan=None, error_code='proxmox-timeout', cause='No answer.')
    SyncRun.objects.filter(is_preview=True).update(status='failed')

    assert 'No answer.' not in admin.get(f'{endpoint.get_absolute_url()}nodes/').content.decode()
    listed = admin.get('/plugins/proxbox/endpoints/proxmox/?last_run_status=failed').content.decode()
    assert endpoint.get_absolute_url() not in listed
