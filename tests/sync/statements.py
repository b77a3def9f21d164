"""Counts what is sent to PostgreSQL: every statement, BEGIN, COMMIT and SAVEPOINT included."""

from collections.abc import Callable
from functools import partial

from django.db import connection
from django.test.utils import CaptureQueriesContext

from netbox_proxbox import stages
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs.request import request_sync
from tests.readings import cluster_of, measured, metrics_of, numbered
from tests.sync.estate import Estate

__all__ = ('STAGES', 'estate_of', 'move_metrics', 'statements_by_task', 'statements_of')

STAGES: dict[str, Callable[[int], object]] = {
    'fetch_cluster': stages.fetch_cluster.execute,
    'fetch_nodes': stages.fetch_nodes.execute,
    'reconcile': stages.reconcile.execute,
    'prune': stages.prune.execute,
}


def estate_of(nodes: int, answering: type[Estate] = Estate) -> Estate:
    """A cluster of so many nodes."""
    topology = cluster_of(*numbered(nodes), name=f'cluster of {nodes}')
    return answering(topology, metrics_of(*(node.name for node in topology.nodes)))


def move_metrics(estate: Estate) -> None:
    """Let every node of an estate have other metrics than before."""
    estate.metrics = metrics_of(*(measured(node.name, cpu_usage=0.125, uptime=3660) for node in estate.metrics.nodes))


def statements_of(work: Callable[[], object]) -> list[str]:
    """Do something and return the statements that it took."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return [query['sql'] for query in captured.captured_queries]


def statements_by_task(endpoint: ProxmoxEndpoint) -> dict[str, int]:
    """Request a run, carry out its tasks one after the other, and return how many statements each took."""
    counts = {'request': len(statements_of(lambda: request_sync(endpoint, trigger='api')))}
    run = SyncRun.objects.get(status='running')
    for name, task in STAGES.items():
        counts[name] = len(statements_of(partial(task, run.pk)))
    run.refresh_from_db()
    assert (run.status, run.changes) == ('succeeded', [])
    return counts
