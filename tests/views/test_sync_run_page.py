"""The page of a run."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from users.models import User

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.tests import estate
from tests.accounts import grant

RETRY = 'attempt 2 in 0.4 s: proxbox-api did not answer in time.'
STAGES = {
    'register': {
        'state': 'done',
        'started_at': '2026-04-01T00:00:00+00:00',
        'ended_at': '2026-04-01T00:00:01.500+00:00',
        'requests': 3,
        'retries': [RETRY],
    },
    'fetch-cluster': {'state': 'failed', 'cause': 'No answer.', 'cure': 'Start proxbox-api.'},
}


def change(instance: ProxmoxNode, action: str = 'update') -> dict[str, object]:
    return {
        'action': action,
        'object_type': 'netbox_proxbox.proxmoxnode',
        'object_id': instance.pk,
        'name': instance.name,
        'fields': {'online': [True, False]} if action == 'update' else {},
    }


@pytest.fixture
def run(db: None) -> SyncRun:
    run = estate.make_runs(1)[0]
    run.status, run.stages, run.warnings = 'failed', STAGES, ['pve3 has no <b>metrics</b>.']
    run.cause, run.cure, run.error_code = 'No answer <in time>.', 'Start proxbox-api.', 'backend-timeout'
    run.save()
    return run


@pytest.fixture
def nodes(run: SyncRun) -> list[ProxmoxNode]:
    return [ProxmoxNode.objects.create(endpoint=run.endpoint, name=f'<pve{i}>') for i in (1, 2, 3)]


def _page(browser: Client, run: SyncRun) -> str:
    return ' '.join(browser.get(run.get_absolute_url()).content.decode().split())


def test_it_tells_cause_cure_and_warnings_apart(admin: Client, run: SyncRun) -> None:
    page = _page(admin, run)

    assert 'No answer &lt;in time&gt;.</p>' in page
    assert '<strong>What to do:</strong> Start proxbox-api.</p>' in page
    assert 'backend-timeout' in page
    assert 'pve3 has no &lt;b&gt;metrics&lt;/b&gt;.' in page


def test_it_says_nothing_was_changed_only_where_that_is_so(
    admin: Client, run: SyncRun, nodes: list[ProxmoxNode]
) -> None:
    assert 'The sync failed; nothing was changed' in _page(admin, run)

    SyncRun.objects.update(changes=[change(nodes[0])])
    page = _page(admin, run)

    assert 'nothing was changed' not in page
    assert 'The sync failed; not all of it was written' in page


def test_lost_events_are_not_told_as_lost_metrics(admin: Client, run: SyncRun) -> None:
    SyncRun.objects.update(status='degraded', error_code='events-lost', cause='Not told: event rule "Gone".')

    for page in (_page(admin, run), admin.get(f'{run.endpoint.get_absolute_url()}nodes/').content.decode()):
        assert 'All was written, but NetBox could not tell of all changes' in page
        assert 'Not told: event rule &quot;Gone&quot;.' in page
        assert 'metrics of the nodes could not be read' not in page


def test_it_tells_each_stage_with_its_attempts(admin: Client, run: SyncRun) -> None:
    page = _page(admin, run)

    for words in ('fetch-cluster', '1.50 s', '<td class="text-end">3</td> <td class="text-end">2</td>', RETRY):
        assert words in page
    assert page.count('text-bg-red">Failed') == 3  # the badge at the top, the status, the stage


def test_a_run_that_went_well_has_no_notice(admin: Client, run: SyncRun) -> None:
    SyncRun.objects.update(status='succeeded', cause='', cure='', error_code='', warnings=[])

    page = _page(admin, run)

    assert 'class="alert' not in page
    assert 'This run changed nothing.' in page


def test_what_changed_leads_to_what_is_still_there(admin: Client, run: SyncRun, nodes: list[ProxmoxNode]) -> None:
    first, second, third = nodes
    SyncRun.objects.update(changes=[change(first), change(second, 'delete'), change(third, 'create')])
    gone = third.pk
    third.delete()

    page = _page(admin, run)

    assert f'<a href="{first.get_absolute_url()}">&lt;pve1&gt;</a>' in page
    assert 'True &rarr; False' in page
    assert '<td>&lt;pve2&gt;</td>' in page
    assert '<td>&lt;pve3&gt;</td>' in page
    assert f'/nodes/{gone}/' not in page


def test_a_change_leads_only_to_what_a_user_may_see(
    browser: Client, user: User, run: SyncRun, nodes: list[ProxmoxNode]
) -> None:
    SyncRun.objects.update(changes=[change(node) for node in nodes])
    grant(user, SyncRun, 'view')
    grant(user, ProxmoxNode, 'view', constraints={'name': '<pve2>'})

    page = _page(browser, run)

    assert [f'href="{node.get_absolute_url()}"' in page for node in nodes] == [False, True, False]


def test_links_to_changes_cost_one_query_for_each_kind(
    admin: Client, run: SyncRun, nodes: list[ProxmoxNode], django_assert_max_num_queries: Callable[..., object]
) -> None:
    SyncRun.objects.update(changes=[change(node) for node in nodes] * 70)

    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        _page(admin, run)


def test_each_stage_leads_to_its_task_in_flower(admin: Client, run: SyncRun, configure: Callable[..., None]) -> None:
    configure(flower_url='https://flower.example.org/')
    address = 'href="https://flower.example.org/task/5f0c"'
    assert address not in _page(admin, run)

    SyncRun.objects.update(stages={**STAGES, 'fetch-nodes': {'state': 'running', 'task_id': '5f0c'}})
    assert address in _page(admin, run)

    configure(flower_url=None)
    assert 'Flower' not in _page(admin, run)


def test_a_waiting_run_says_what_it_waits_for(admin: Client, run: SyncRun) -> None:
    long_ago = timezone.now() - timedelta(minutes=7)
    SyncRun.objects.update(status='running', stages={}, warnings=[], last_step_at=long_ago)
    page = _page(admin, run)
    assert 'No worker has taken this run yet' in page
    assert 'It was last published 7 minutes ago.' in page.replace('\xa0', ' ')
    assert 'Check that the message broker answers' in page

    SyncRun.objects.update(last_step_at=timezone.now())
    assert 'waits in the queue of the message broker' in _page(admin, run)

    SyncRun.objects.update(status='queued')
    assert 'waits for room' in _page(admin, run)

    soon = timezone.now() + timedelta(minutes=7)
    ProxboxBackend.objects.update(paused_until=soon, pause_cause='No answer <in time>.')
    assert 'waits for room' in _page(admin, run), 'a person does not wait for a back-off'
    SyncRun.objects.update(trigger='schedule')
    page = _page(admin, run)
    assert f'The run waits until the back-off of backend &quot;{run.endpoint.backend}&quot; is over' in page
    assert 'No answer &lt;in time&gt;.' in page


def test_a_skipped_run_leads_to_the_one_that_was_active(browser: Client, user: User, run: SyncRun) -> None:
    active = SyncRun.objects.create(endpoint=run.endpoint, trigger='manual', status='succeeded')
    SyncRun.objects.filter(pk=run.pk).update(status='skipped', active_run=active, cause='', cure='')
    grant(user, SyncRun, 'view', constraints={'pk': run.pk})
    assert 'another run of this endpoint was active' in _page(browser, run)
    assert active.get_absolute_url() not in _page(browser, run)

    grant(user, SyncRun, 'view')
    assert f'href="{active.get_absolute_url()}"' in _page(browser, run)


def test_the_buttons_of_an_ended_run_are_those_that_work(browser: Client, user: User, run: SyncRun) -> None:
    grant(user, SyncRun, 'view')
    assert f'{run.endpoint.get_absolute_url()}sync/' not in _page(browser, run)

    grant(user, ProxmoxEndpoint, 'sync')
    grant(user, SyncRun, 'delete')
    page = _page(browser, run)
    assert f'action="{run.endpoint.get_absolute_url()}sync/"' in page
    assert f'{run.get_absolute_url()}delete/' in page

    SyncRun.objects.update(status='running')
    assert f'{run.get_absolute_url()}delete/' not in _page(browser, run)


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
