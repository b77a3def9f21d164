"""Metrics go in one statement, past the models."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.sync.metrics_table import mark_seen, metric_fields, write_metrics
from tests.builders import an_endpoint
from tests.readings import measured, unread

pytestmark = pytest.mark.django_db


def saved_nodes(count: int) -> dict[str, ProxmoxNode]:
    endpoint = an_endpoint()
    nodes = ProxmoxNode.objects.bulk_create(
        ProxmoxNode(endpoint=endpoint, name=f'pve{i}', online=True) for i in range(count)
    )
    return {node.name: node for node in nodes}


def test_each_node_gets_its_own_in_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    nodes = saved_nodes(200)

    with django_assert_num_queries(1):
        write_metrics(nodes, {name: measured(name, uptime=i) for i, name in enumerate(nodes)})

    assert all(node.uptime == int(node.name.removeprefix('pve')) for node in ProxmoxNode.objects.all())
    assert ProxmoxNode.objects.filter(cpu_usage=0.25, max_cpu=16, max_memory=64 * 2**30).count() == 200


def test_other_nodes_are_left_alone() -> None:
    nodes = saved_nodes(2)

    write_metrics(nodes, {'pve0': measured('pve0')})

    assert ProxmoxNode.objects.get(name='pve1').metrics_read_at is None
    assert ProxmoxNode.objects.get(name='pve0').metrics_read_at is not None


def test_the_zeros_of_a_node_that_is_down_were_not_read() -> None:
    nodes = saved_nodes(2)
    write_metrics(nodes, {name: measured(name) for name in nodes})
    ProxmoxNode.objects.filter(name='pve1').update(online=False)

    write_metrics(nodes, {name: measured(name, cpu_usage=0) for name in nodes})

    up, down = ProxmoxNode.objects.order_by('name')
    assert down.metrics_read_at is None
    assert up.metrics_read_at is not None
    assert up.last_seen == down.last_seen


def test_a_node_without_metrics_is_seen_all_the_same(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    nodes = saved_nodes(2)

    with django_assert_num_queries(1):
        mark_seen([nodes['pve1']])
    with django_assert_num_queries(0):
        mark_seen([])

    assert [node.name for node in ProxmoxNode.objects.filter(last_seen__isnull=False)] == ['pve1']
    assert ProxmoxNode.objects.get(name='pve1').metrics_read_at is None


def test_what_was_not_read_stays_with_its_time() -> None:
    nodes = saved_nodes(3)
    long_ago = timezone.now() - timedelta(days=1)
    before = {'cpu_usage': 0.5, 'max_cpu': 8, 'memory_usage': 1, 'max_memory': 2, 'uptime': 3}
    ProxmoxNode.objects.update(metrics_read_at=long_ago, last_seen=long_ago, **before)

    write_metrics(nodes, {'pve0': unread('pve0'), 'pve1': measured('pve1', uptime=None), 'pve2': measured('pve2')})

    unknown, first, whole = ProxmoxNode.objects.order_by('name')
    assert {name: getattr(unknown, name) for name in before} == before
    assert unknown.metrics_read_at == long_ago
    assert (first.cpu_usage, first.uptime, whole.uptime) == (0.25, 3, 3600)
    assert all(node.metrics_read_at and node.metrics_read_at > long_ago for node in (first, whole))
    assert all(node.last_seen and node.last_seen > long_ago for node in (unknown, first, whole))


def test_metrics_as_fields() -> None:
    assert metric_fields(None) == {}
    assert metric_fields(measured('pve1', uptime=7))['uptime'] == 7
    assert 'uptime' not in metric_fields(measured('pve1', uptime=None))
    assert set(metric_fields(measured('pve1'))) == {
        'cpu_usage',
        'max_cpu',
        'memory_usage',
        'max_memory',
        'uptime',
    }
