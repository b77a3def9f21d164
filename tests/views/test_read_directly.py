"""An endpoint that is read directly is shown wherever one with a backend is, and says how it is read."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.schedules.rows import interval_row
from tests.builders import a_backend, a_direct_endpoint, a_run, an_endpoint, backend_of

pytestmark = pytest.mark.django_db

PLUGIN = '/plugins/proxbox'
LIST = f'{PLUGIN}/endpoints/proxmox/'


@pytest.fixture
def direct() -> ProxmoxEndpoint:
    """A direct endpoint with a schedule, a cluster and a node, beside one that is read through a backend."""
    an_endpoint(name='behind')
    endpoint = a_direct_endpoint(name='direct', sync_interval=interval_row(5, 'minutes'))
    cluster = ProxmoxCluster.objects.create(endpoint=endpoint, name='lab', mode='cluster')
    ProxmoxNode.objects.create(endpoint=endpoint, proxmox_cluster=cluster, name='pve1')
    return endpoint


def words_of(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return ' '.join(unescape(answer.content.decode()).split())


def test_its_pages_open(admin: Client, direct: ProxmoxEndpoint) -> None:
    run = a_run(direct)
    pages = [direct.get_absolute_url() + page for page in ('', 'nodes/', 'edit/', 'delete/', 'changelog/')]
    pages += [row.get_absolute_url() for row in (direct.clusters.get(), direct.nodes.get(), run)]
    lists = ('clusters/', 'nodes/', 'sync-runs/', 'health/', 'schedules/')

    for path in (*pages, LIST, *(f'{PLUGIN}/{name}' for name in lists), '/'):
        words_of(admin, path)


def test_its_page_says_how_it_is_read(admin: Client, direct: ProxmoxEndpoint) -> None:
    page = words_of(admin, direct.get_absolute_url())

    assert '>Read through</th>' in page
    assert 'Directly' in page
    assert 'Every 5 minutes' in page
    assert 'backend' not in page.split('id="page-content"')[1].split('<footer')[0].casefold()


def test_the_list_says_how_each_is_read(admin: Client, direct: ProxmoxEndpoint) -> None:
    page = words_of(admin, LIST)
    behind = ProxmoxEndpoint.objects.get(name='behind')

    assert 'Read through' in page
    assert '>Directly</span>' in page
    assert f'href="{backend_of(behind).get_absolute_url()}">{behind.backend}</a>' in page


@pytest.mark.parametrize(
    ('query', 'found'),
    [
        ('is_direct=true', ['direct']),
        ('is_direct=false', ['behind']),
        ('backend=main', ['behind']),
        ('backend_id=null', ['direct']),
        ('', ['behind', 'direct']),
        ('sort=backend', ['behind', 'direct']),
    ],
)
def test_the_list_is_filtered_by_it(admin: Client, direct: ProxmoxEndpoint, query: str, found: list[str]) -> None:
    rows = admin.get(f'{LIST}?{query}').context['table'].page.object_list

    assert [row.record.name for row in rows] == found


def test_an_export_has_an_empty_cell_that_an_import_takes(admin: Client, direct: ProxmoxEndpoint) -> None:
    lines = admin.get(f'{LIST}?export=table').content.decode().splitlines()
    place = lines[0].split(',').index('Read through')

    assert [line.split(',')[place] for line in lines[1:]] == ['main', '']


def test_one_and_many_are_deleted(admin: Client, direct: ProxmoxEndpoint) -> None:
    others = [a_direct_endpoint(name=f'other {number}').pk for number in range(2)]

    assert admin.post(f'{direct.get_absolute_url()}delete/', {'confirm': True}).status_code == 302
    answer = admin.post(f'{LIST}delete/', {'pk': others, 'confirm': True, '_confirm': True})

    assert answer.status_code == 302
    assert [endpoint.name for endpoint in ProxmoxEndpoint.objects.all()] == ['behind']


@pytest.mark.parametrize('notes', [{'trigger': 'manual'}, {'trigger': 'schedule'}])
def test_a_run_that_waits_says_for_what(admin: Client, direct: ProxmoxEndpoint, notes: dict[str, Any]) -> None:
    until = clock.database_now() + timedelta(minutes=5)
    ProxmoxEndpoint.objects.filter(pk=direct.pk).update(paused_until=until, failures=3, pause_cause='It is silent.')

    run = a_run(direct, **notes)

    waits = notes['trigger'] == 'schedule'
    assert ('until the back-off of endpoint "direct" is over' in words_of(admin, run.get_absolute_url())) is waits
    page = words_of(admin, direct.get_absolute_url())
    assert ('Waits until the back-off of endpoint "direct" is over.' in page) is waits
    assert 'It is silent.' in page


def test_what_it_is_overdue_for_does_not_send_people_to_a_backend(admin: Client, direct: ProxmoxEndpoint) -> None:
    ProxmoxEndpoint.objects.filter(pk=direct.pk).update(overdue_at=clock.database_now() - timedelta(hours=1))

    page = words_of(admin, f'{direct.get_absolute_url()}nodes/')

    assert 'The endpoint is overdue' in page
    assert 'backend' not in page.split('id="page-content"')[1].split('<footer')[0].casefold()


def test_the_risk_without_verification_is_that_between_netbox_and_proxmox(
    admin: Client, direct: ProxmoxEndpoint
) -> None:
    ProxmoxEndpoint.objects.filter(pk=direct.pk).update(verify_ssl=False)

    for path in (direct.get_absolute_url(), f'{direct.get_absolute_url()}nodes/'):
        page = words_of(admin, path)
        assert 'TLS verification is off between NetBox and Proxmox VE' in page
        assert 'its CA certificate' in page
    health = words_of(admin, f'{PLUGIN}/health/')
    assert 'TLS verification of direct readings' in health
    assert 'It is off for 1 endpoint' in health


def test_it_is_given_a_backend_and_taken_from_it(admin: Client, direct: ProxmoxEndpoint) -> None:
    backend = a_backend(name='other')
    fields = {'name': 'direct', 'ip_address': '192.0.2.1', 'port': 8006, 'username': 'root@pam', 'enabled': True}
    path = f'{direct.get_absolute_url()}edit/'

    for chosen in (backend.pk, ''):
        assert admin.post(path, {**fields, 'backend': chosen, 'password': 'again'}).status_code == 302
        direct.refresh_from_db()
        assert direct.backend_id == (chosen or None)
    assert (direct.nodes.count(), direct.clusters.count()) == (1, 1)
