"""A run that ended as held, where it is told."""

import pytest
from django.test import Client

from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from tests.builders import a_run

from .pages import PAGES, shown


@pytest.fixture
def run(endpoint: ProxmoxEndpoint, nodes: dict[str, ProxmoxNode]) -> SyncRun:
    words = {'error_code': 'deletions-held', 'cause': 'It lacks pve-limit.', 'cure': 'Decide.'}
    return a_run(endpoint, 'held', ended_at=clock.database_now(), **words)


def test_its_page_says_why_and_leads_to_the_panel(admin: Client, run: SyncRun) -> None:
    page = shown(admin, run.get_absolute_url())

    assert 'Deletions wait for a decision; all else was written' in page
    assert 'It lacks pve-limit.</p>' in page
    assert f'href="{run.endpoint.get_absolute_url()}#missing-nodes"' in page


@pytest.mark.parametrize('page', ['tab', 'node'])
def test_pages_of_what_was_read_say_it_too(
    admin: Client, run: SyncRun, nodes: dict[str, ProxmoxNode], page: str
) -> None:
    addresses = {'tab': f'{run.endpoint.get_absolute_url()}nodes/', 'node': nodes['pve-there'].get_absolute_url()}

    words = shown(admin, addresses[page])

    assert 'Deletions of the last sync wait for a decision' in words
    assert f'href="{run.endpoint.get_absolute_url()}#missing-nodes"' in words
    assert f'href="{run.get_absolute_url()}"' in words


@pytest.mark.parametrize(
    ('query', 'names'), [('held=true', ['lab']), ('held=false', ['other']), ('', ['lab', 'other'])]
)
def test_the_list_finds_endpoints_by_it(admin: Client, run: SyncRun, query: str, names: list[str]) -> None:
    other = ProxmoxEndpoint.objects.create(name='other', ip_address='192.0.2.2', password='a-password')
    ProxmoxNode.objects.create(endpoint=other, name='pve1', missing_because='rule')

    table = admin.get(f'{PAGES}?{query}').context['table']

    assert sorted(row.record.name for row in table.page.object_list) == names


def test_the_list_counts_what_waits(admin: Client, run: SyncRun) -> None:
    (row,) = admin.get(PAGES).context['table'].page.object_list

    assert '2 wait' in row.get_cell('held_count')
    assert '#missing-nodes' in row.get_cell('held_count')
