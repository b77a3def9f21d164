"""What people look at, with 200 nodes and a hundred thousand runs, beside NetBox's own pages of the same kind."""

import gc
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle, islice
from statistics import median
from time import perf_counter

from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from users.models import User

from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.sync.apply import change_record
from tests.accounts import page_client
from tests.sync.statements import statements_of
from tests.sync.whole_runs import whole_run

from .estates import lab_of
from .netbox_objects import add_netbox_objects
from .rows import Row, seconds_of

__all__ = ('fill_with_runs', 'speed_of_pages')

NODES, RUNS, ROUNDS, PLANNED = 202, 100_000, 9, 1000
LONGEST_REQUEST = 0.15
DEVICES, CLUSTERS, SITE = "NetBox's devices", "NetBox's clusters", "one of NetBox's sites"
# What a page may take of the one beside it.
LARGEST_SHARE = {DEVICES: 0.6, CLUSTERS: 1.1, SITE: 1.1}
MANY_RUNS = """
    INSERT INTO netbox_proxbox_syncrun (
        endpoint_id, status, trigger, request_id, requested_at, started_at, ended_at, last_step_at,
        publish_count, stages, readings, changes, warnings, error_code, cause, cure, result
    )
    SELECT endpoint_id, status, trigger, gen_random_uuid(), moment, moment, moment, moment,
        publish_count, stages, readings, changes, warnings, error_code, cause, cure, result
    FROM netbox_proxbox_syncrun, generate_series(1, %s) AS number,
        LATERAL (SELECT now() - number * interval '1 minute' AS moment) AS past
    WHERE id = %s
"""


@dataclass
class Page:
    """A page, the one of NetBox's own that it is compared with, and the seconds that it took."""

    name: str
    address: str
    beside: str = ''
    seconds: list[float] = field(default_factory=list)

    def open(self, browser: Client) -> None:
        """Load it once, within this process, with no collection of garbage in the midst, as `timeit` does it."""
        gc.collect()
        gc.disable()
        started = perf_counter()
        answer = browser.get(self.address, headers={'Host': 'localhost'})
        self.seconds.append(perf_counter() - started)
        gc.enable()
        assert answer.status_code == 200, (self.address, answer.status_code)


def speed_of_pages() -> Iterator[Row]:
    """Open each page as a superuser, one after the other in rounds, so that a slow moment meets all of them."""
    browser = page_client(User.objects.create_superuser(username='bench'))
    with lab_of(NODES) as (endpoint, _, _):
        run = whole_run(endpoint)
        fill_with_runs(run.pk)
        pages = {page.name: page for page in _pages(endpoint, run.pk, add_netbox_objects(NODES))}
        statements = {name: len(statements_of(partial(page.open, browser))) for name, page in pages.items()}
        for _ in range(ROUNDS):
            for page in pages.values():
                page.open(browser)
        for page in pages.values():
            yield _row_of(page, statements[page.name], pages.get(page.beside))
        yield _speed_of_a_request(browser, endpoint)


def fill_with_runs(run_id: int) -> None:
    """Save a hundred thousand runs like one, a minute apart."""
    with connection.cursor() as cursor:
        cursor.execute(MANY_RUNS, [RUNS, run_id])
        cursor.execute('ANALYZE netbox_proxbox_syncrun')


def _pages(endpoint: ProxmoxEndpoint, run_id: int, site_id: int) -> list[Page]:
    plugin = 'plugins:netbox_proxbox:'
    return [
        Page(DEVICES, reverse('dcim:device_list')),
        Page(CLUSTERS, reverse('virtualization:cluster_list')),
        Page(SITE, reverse('dcim:site', args=[site_id])),
        Page("endpoint's nodes", reverse(f'{plugin}proxmoxendpoint_nodes', args=[endpoint.pk]), DEVICES),
        Page('nodes', reverse(f'{plugin}proxmoxnode_list'), DEVICES),
        Page('runs', reverse(f'{plugin}syncrun_list'), DEVICES),
        Page('endpoints', reverse(f'{plugin}proxmoxendpoint_list'), CLUSTERS),
        Page('clusters', reverse(f'{plugin}proxmoxcluster_list'), CLUSTERS),
        Page('one run', reverse(f'{plugin}syncrun', args=[run_id]), SITE),
        Page('plan of 1,000 changes', _large_plan(endpoint).get_absolute_url(), SITE),
    ]


def _large_plan(endpoint: ProxmoxEndpoint) -> SyncRun:
    records = [change_record('update', node, {'online': [True, False]}) for node in endpoint.nodes.all()]
    plan = list(islice(cycle(records), PLANNED))
    ended = {'status': 'succeeded', 'trigger': 'manual', 'ended_at': Now()}
    return SyncRun.objects.create(endpoint=endpoint, is_preview=True, plan=plan, **ended)


def _row_of(page: Page, statements: int, own: Page | None) -> Row:
    seconds = median(page.seconds[1:])
    measured = f'{statements} statements, {seconds * 1000:.0f} ms'
    if own is None:
        return Row(f'page of {page.name}, to compare with', measured)
    ratio = median(one / other for one, other in zip(page.seconds[1:], own.seconds[1:], strict=True))
    largest = LARGEST_SHARE[own.name]
    figure = f'page "{page.name}", {NODES} nodes, {RUNS:,} runs'
    return Row(figure, f'{measured}: {ratio:.2f} of {own.name}', f'<= {largest}', ratio <= largest)


def _speed_of_a_request(browser: Client, endpoint: ProxmoxEndpoint) -> Row:
    address = reverse('plugins:netbox_proxbox:proxmoxendpoint_sync', args=[endpoint.pk])

    def request() -> None:
        assert browser.post(address, headers={'Host': 'localhost'}).status_code == 302
        endpoint.sync_runs.filter(status='queued').update(status='failed')

    seconds = seconds_of(request)
    return Row('answer to "Sync now"', f'{seconds * 1000:.0f} ms', '< 150 ms', seconds < LONGEST_REQUEST)
