"""What a sync costs the database and the backend, counted."""

from collections.abc import Iterator
from functools import partial

from django.db import connection

from netbox_proxbox.configuration import current_settings
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.services.sync_cluster import sync_cluster_and_nodes
from tests.sync.statements import move_metrics, statements_by_task, statements_of
from tests.sync.ways import BOTH, Way
from tests.sync.whole_runs import whole_run

from .estates import lab_of
from .rows import Row

__all__ = ('cost_of_a_sync',)

SIZES = (3, 32, 200, 1000)
MOST_OVER_ALL, MOST_INSIDE, MOST_FOR_A_NEW_NODE, MOST_REQUESTS = 20, 13, 5, 3
RUNS_A_DAY = 24 * 60 // 5


def cost_of_a_sync() -> Iterator[Row]:
    """Count it for both sources."""
    for way in BOTH:
        # Those of the other way lead to clusters of the same names.
        ProxmoxEndpoint.objects.all().delete()
        yield from _cost_of(way)
    yield _left_behind(SyncRun.objects.latest('pk'))


def _cost_of(way: Way) -> Iterator[Row]:
    """Sync clusters of several sizes for the first time, unchanged, and with new metrics."""
    unchanged, moved, inside, requests = [], [], [], []
    for nodes in SIZES:
        with lab_of(nodes, way) as (endpoint, estate, server):
            first = len(statements_of(partial(whole_run, endpoint)))
            if nodes == 200:
                yield _for_each_new_node(first / nodes, way)
            server.received.clear()
            unchanged.append(sum(statements_by_task(endpoint).values()))
            requests.append(len(server.received))
            move_metrics(estate)
            moved.append(sum(statements_by_task(endpoint).values()))
            inside.append(len(statements_of(partial(sync_cluster_and_nodes, endpoint.pk))))
    yield _at_every_size(f'statements of a sync {way} that changes nothing, all tasks', unchanged, MOST_OVER_ALL)
    yield _at_every_size(f'statements of a sync {way} with new metrics of all nodes, all tasks', moved, MOST_OVER_ALL)
    yield _at_every_size('statements of the same within sync_cluster_and_nodes()', inside, MOST_INSIDE)
    yield _at_every_size(f'HTTP requests of a sync {way}', requests, MOST_REQUESTS)


def _at_every_size(figure: str, counts: list[int], most: int) -> Row:
    sizes = ' / '.join(map(str, SIZES))
    holds = len(set(counts)) == 1 and max(counts) <= most
    return Row(f'{figure}, {sizes} nodes', ' / '.join(map(str, counts)), f'<= {most}, all the same', holds)


def _for_each_new_node(statements: float, way: Way) -> Row:
    figure = f'statements for each node of a first sync {way} of 200, with change log and search'
    return Row(figure, f'{statements:.2f}', f'<= {MOST_FOR_A_NEW_NODE}', statements <= MOST_FOR_A_NEW_NODE)


def _left_behind(run: SyncRun) -> Row:
    with connection.cursor() as cursor:
        cursor.execute('SELECT pg_column_size(run.*) FROM netbox_proxbox_syncrun AS run WHERE id = %s', [run.pk])
        (size,) = cursor.fetchone()
    kept = current_settings()
    return Row(
        'rows that a quiet endpoint leaves behind in a day, at five minutes',
        f'{RUNS_A_DAY} runs of {size} bytes; of them {kept["keep_runs"]} are kept, for {kept["keep_days"]} days',
    )
