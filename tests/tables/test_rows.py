"""Prepared rows show what django-tables2's own rows show."""

from typing import Any

import django_tables2
import pytest
from django.template import Context
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.html import escape
from django_tables2.rows import BoundRows
from users.models import User

from netbox_proxbox import tables, views
from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.tables.cells import PreparedColumn, RelatedColumn, ValueColumn
from netbox_proxbox.tables.stamped_cells import ButtonsColumn, CheckboxColumn, OwnLinkColumn
from tests.builders import a_run, an_endpoint, written
from tests.readings import cluster_of, metrics_of, numbered

VIEWS = (
    views.ProxboxBackendListView,
    views.ProxmoxClusterListView,
    views.ProxmoxEndpointListView,
    views.ProxmoxNodeListView,
    views.SyncRunListView,
)
TABLES = [(view.table, view.queryset) for view in VIEWS]
TABLES.append((tables.EndpointNodeTable, ProxmoxNode.objects.all()))
COMPUTED = django_tables2.Column(accessor='name', attrs={'td': {'title': lambda record: f'this is {record.name}'}})
ACROSS = django_tables2.Column(accessor='endpoint__mode')


@pytest.fixture
def request_of_an_administrator() -> Any:
    topology = cluster_of(*numbered(2))
    endpoint = an_endpoint(mode='cluster')
    written(endpoint, topology, metrics_of(topology.nodes[0].name))
    ProxmoxNode.objects.filter(name='pve2').update(name='<pve "2" & more>')
    a_run(endpoint, 'failed', error_code='x', cause='a <cause>', cure='a cure')
    request = RequestFactory().get('/')
    request.user = User.objects.create_superuser(username='admin')
    return request


@pytest.mark.django_db
@pytest.mark.parametrize(('table_class', 'queryset'), TABLES, ids=lambda value: getattr(value, '__name__', ''))
def test_every_column_looks_as_in_a_stock_row(
    request_of_an_administrator: Any, table_class: Any, queryset: Any
) -> None:
    ours, stock = (_configured(table_class(queryset.all()), request_of_an_administrator) for _ in range(2))
    stock.rows = BoundRows(stock.data, stock)
    page = _html(ours, request_of_an_administrator)

    assert page == _html(stock, request_of_an_administrator)
    assert page.count('<tr') > 1


@pytest.mark.django_db
def test_what_costs_most_is_drawn_once(request_of_an_administrator: Any) -> None:
    table = _configured(tables.ProxmoxNodeTable(ProxmoxNode.objects.all()), request_of_an_administrator)

    kinds = dict(zip((column.name for column in table.columns), map(type, table.rows.columns), strict=True))

    assert (kinds['pk'], kinds['name'], kinds['actions']) == (CheckboxColumn, OwnLinkColumn, ButtonsColumn)
    assert kinds['online'] is kinds['last_seen'] is kinds['max_cpu'] is ValueColumn
    assert kinds['cpu'] is kinds['memory'] is kinds['uptime'] is PreparedColumn
    assert kinds['endpoint'] is kinds['proxmox_cluster'] is kinds['netbox_device'] is RelatedColumn


@pytest.mark.django_db
def test_columns_of_other_plugins_may_compute_attributes_and_follow_relations(
    request_of_an_administrator: Any,
) -> None:
    extra_columns = [('computed', COMPUTED), ('across', ACROSS)]
    table = _configured(
        tables.ProxmoxNodeTable(ProxmoxNode.objects.all(), extra_columns=extra_columns), request_of_an_administrator
    )
    page = _html(table, request_of_an_administrator)

    names = [node.name for node in ProxmoxNode.objects.all()]
    assert [page.count(escape(f'this is {name}')) for name in names] == [1, 1]
    assert page.count('>Cluster<') == 2


@pytest.mark.django_db
@pytest.mark.parametrize('attributes', [{'class': 'wide'}, {'title': lambda record: record.name}])
def test_attributes_of_rows_are_those_of_the_table(request_of_an_administrator: Any, attributes: Any) -> None:
    ours, stock = (
        _configured(tables.ProxmoxNodeTable(ProxmoxNode.objects.all(), row_attrs=attributes), request)
        for request in [request_of_an_administrator] * 2
    )
    stock.rows = BoundRows(stock.data, stock)
    assert [row.attrs.as_html() for row in ours.rows] == [row.attrs.as_html() for row in stock.rows]


def _configured(table: Any, request: Any) -> Any:
    table.configure(request)
    for column in table.columns.iterall():
        table.columns.show(column.name)
    return table


def _html(table: Any, request: Any) -> str:
    table.paginate(per_page=50)
    table.context = Context({'request': request})
    page = get_template('inc/table_htmx.html').render({'table': table, 'request': request}, request)
    return str(page)
