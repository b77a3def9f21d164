"""A scrape of the metrics with a thousand endpoints and a hundred thousand runs."""

from collections.abc import Iterator

from django.db import connection
from django.db.models.functions import Now

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.prometheus import exposition
from tests.sync.statements import statements_of
from tests.sync.whole_runs import whole_run

from .estates import add_backend, add_endpoints, lab_of
from .pages import fill_with_runs
from .rows import Row, seconds_of

__all__ = ('speed_of_a_scrape',)

ENDPOINTS, NODES, RUNS = 1_000, 16, 100_000
LONGEST = 0.1


def speed_of_a_scrape() -> Iterator[Row]:
    """Compute all metrics, within this process."""
    with lab_of(NODES) as (endpoint, _, _):
        fill_with_runs(whole_run(endpoint).pk)
    endpoints = add_endpoints(add_backend('of the scrape', 'http://127.0.0.1:9'), ENDPOINTS, minutes=5)
    ProxmoxEndpoint.objects.filter(backend__name='of the scrape').update(next_sync_at=Now(), overdue_at=Now())
    ProxmoxNode.objects.bulk_create(
        ProxmoxNode(endpoint=endpoint, name=f'pve{number}', online=True)
        for endpoint in endpoints
        for number in range(NODES)
    )
    with connection.cursor() as cursor:
        cursor.execute('ANALYZE')
    exposition()
    statements, seconds = len(statements_of(exposition)), seconds_of(exposition)
    figure = f'scrape of the metrics, {ENDPOINTS:,} endpoints of {NODES} nodes, {RUNS:,} runs'
    yield Row(figure, f'{statements} statements, {seconds * 1000:.0f} ms', '< 100 ms', seconds < LONGEST)
