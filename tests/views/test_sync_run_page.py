"""The page of a run."""

from collections.abc import Callable

import pytest
from django.test import Client

from netbox_proxbox.models import SyncRun
from netbox_proxbox.tests import estate

STAGES = {
    'begin': {'state': 'done', 'started_at': '2026-04-01T00:00:00+00:00', 'ended_at': '2026-04-01T00:00:01.500+00:00'},
    'fetch-cluster': {'state': 'failed', 'cause': 'No answer.', 'cure': 'Start proxbox-api.'},
}
CHANGE = {
    'action': 'update',
    'object_type': 'netbox_proxbox.proxmoxnode',
    'object_id': 1,
    'name': 'pve1',
    'fields': {'online': [True, False]},
}


@pytest.fixture
def run(db: None) -> SyncRun:
    run = estate.make_runs(1)[0]
    run.stages, run.changes, run.warnings = STAGES, [CHANGE], ['pve3 has no figures.']
    run.cause, run.cure, run.error_code = 'No answer <in time>.', 'Start proxbox-api.', 'backend-timeout'
    run.save()
    return run


def test_it_tells_stages_changes_warnings_cause_and_cure(admin: Client, run: SyncRun) -> None:
    page = admin.get(run.get_absolute_url()).content.decode()

    for words in ('fetch-cluster', '1.50 s', 'pve1', 'True &rarr; False', 'pve3 has no figures.', 'backend-timeout'):
        assert words in page
    assert 'No answer &lt;in time&gt;.' in page
    assert 'Start proxbox-api.' in page


def test_it_leads_to_flower_once_a_task_was_sent(admin: Client, run: SyncRun, configure: Callable[..., None]) -> None:
    configure(flower_url='https://flower.example.org/')
    address = f'href="https://flower.example.org/task/{run.request_id}"'
    assert address not in admin.get(run.get_absolute_url()).content.decode()

    SyncRun.objects.update(sends=1)
    assert address in admin.get(run.get_absolute_url()).content.decode()

    configure(flower_url=None)
    assert 'Flower' not in admin.get(run.get_absolute_url()).content.decode()


def test_an_active_run_is_not_deleted_but_explained(admin: Client, run: SyncRun) -> None:
    SyncRun.objects.update(status='running')

    admin.post(f'{run.get_absolute_url()}delete/', {'confirm': True})
    page = admin.post(
        '/plugins/proxbox/sync-runs/delete/', {'pk': [run.pk], '_confirm': '', 'confirm': True}, follow=True
    )

    assert SyncRun.objects.exists()
    assert 'still active' in page.content.decode()


def test_there_is_no_way_to_write_a_run(admin: Client, run: SyncRun) -> None:
    assert admin.get(f'{run.get_absolute_url()}edit/').status_code == 404
    assert admin.get('/plugins/proxbox/sync-runs/add/').status_code == 404
