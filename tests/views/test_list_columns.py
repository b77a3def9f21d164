"""What lists show, filter and order by beside the columns of their tables in the database."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from netbox_proxbox.models import ProxmoxNode, SyncRun
from netbox_proxbox.tests import estate

RUNS = 'plugins:netbox_proxbox:syncrun_list'
NODES = 'plugins:netbox_proxbox:proxmoxnode_list'
CHANGES = [{'object': 'node', 'name': 'pve1', 'action': 'created'}] * 12


@pytest.fixture
def runs(db: None) -> list[SyncRun]:
    """Runs of which the second changed something, and the third has a warning."""
    runs = estate.make_runs()
    SyncRun.objects.filter(pk=runs[1].pk).update(changes=CHANGES)
    SyncRun.objects.filter(pk=runs[2].pk).update(warnings=['One node has no metrics.'])
    return runs


@pytest.fixture
def nodes(db: None) -> list[ProxmoxNode]:
    """Nodes, of which the first was written by hand as a percentage, and the last has no memory left."""
    nodes = estate.make_nodes()
    ProxmoxNode.objects.filter(pk=nodes[0].pk).update(cpu_usage=25)
    ProxmoxNode.objects.filter(pk=nodes[2].pk).update(memory_usage=2**30, max_memory=2**30)
    return nodes


def test_a_list_of_runs_counts_what_each_changed_and_warned_of(admin: Client, runs: list[SyncRun]) -> None:
    cells = {row.record.pk: (row.get_cell('change_count'), row.get_cell('warning_count')) for row in _rows(admin, RUNS)}

    dash = cells[runs[0].pk][0]
    assert 'mdash' in dash
    assert cells == {runs[0].pk: (dash, dash), runs[1].pk: ('12', dash), runs[2].pk: (dash, '1')}


@pytest.mark.parametrize(('query', 'found'), [('has_changes=true', 1), ('has_warnings=true', 2)])
def test_runs_are_filtered_by_them(admin: Client, runs: list[SyncRun], query: str, found: int) -> None:
    assert [row.record.pk for row in _rows(admin, RUNS, query)] == [runs[found].pk]


def test_runs_are_ordered_by_them_and_their_lists_are_not_loaded(admin: Client, runs: list[SyncRun]) -> None:
    first = _rows(admin, RUNS, 'sort=-change_count')[0].record

    assert (first.pk, first.get_deferred_fields() >= {'changes', 'warnings'}) == (runs[1].pk, True)


@pytest.mark.parametrize(
    ('sort', 'order'),
    [
        ('cpu', 'node-2 node-1 node-3'),
        ('-cpu', 'node-3 node-1 node-2'),
        ('-memory_percent', 'node-3'),
        ('-disk', 'node-3 node-2'),
        ('-disk_percent', 'node-3 node-2'),
    ],
)
def test_nodes_are_ordered_by_percentages(admin: Client, nodes: list[ProxmoxNode], sort: str, order: str) -> None:
    names = ' '.join(row.record.name for row in _rows(admin, NODES, f'sort={sort}'))

    assert names.startswith(order)


def test_nodes_are_filtered_by_percentages(admin: Client, nodes: list[ProxmoxNode]) -> None:
    found = _rows(admin, NODES, 'cpu_usage_percent__gte=25&memory_usage_percent__gt=99')

    assert [row.record.name for row in found] == ['node-3']


@pytest.mark.parametrize('name', ['cpu_usage_percent', 'memory_usage_percent', 'disk_usage_percent'])
def test_the_form_beside_the_nodes_compares_percentages(admin: Client, nodes: list[ProxmoxNode], name: str) -> None:
    form = admin.get(reverse(NODES)).context['filter_form']

    assert {'gte', 'lte'} <= {code for code, _ in form.fields[name].widget.lookups}


def _rows(browser: Client, page: str, query: str = '') -> list[Any]:
    answer = browser.get(f'{reverse(page)}?{query}')
    assert answer.status_code == 200
    return list(answer.context['table'].page.object_list)
