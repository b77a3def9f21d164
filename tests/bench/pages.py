"""What people look at, with 200 nodes and a hundred thousand runs."""

from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.urls import reverse
from users.models import User

from netbox_proxbox.models import ProxmoxEndpoint
from tests.accounts import page_client
from tests.sync.statements import statements_of
from tests.sync.whole_runs import whole_run

from .estates import lab_of
from .rows import Row, seconds_of

__all__ = ('speed_of_pages',)

NODES, RUNS = 202, 100_000
LONGEST, LONGEST_REQUEST = 0.1, 0.15
MANY_RUNS = """
    INSERT INTO netbox_proxbox_syncrun (
        endpoint_id, status, trigger, request_id, requested_at, started_at, ended_at, last_step_at,
        is_waiting, sends, stages, readings, changes, warnings, error_code, cause, cure, result
    )
    SELECT endpoint_id, status, trigger, gen_random_uuid(), moment, moment, moment, moment,
        is_waiting, sends, stages, readings, changes, warnings, error_code, cause, cure, result
    FROM netbox_proxbox_syncrun, generate_series(1, %s) AS number,
        LATERAL (SELECT now() - number * interval '1 minute' AS moment) AS past
    WHERE id = %s
"""


def speed_of_pages() -> Iterator[Row]:
    """Open each page as a superuser, within this process."""
    browser = page_client(User.objects.create_superuser(username='bench'))
    with lab_of(NODES) as (endpoint, _, _):
        run = whole_run(endpoint)
        with connection.cursor() as cursor:
            cursor.execute(MANY_RUNS, [RUNS, run.pk])
            cursor.execute('ANALYZE netbox_proxbox_syncrun')
        for name, address in _pages(endpoint, run.pk).items():
            yield _speed_of(browser, name, address)
        yield _speed_of_a_request(browser, endpoint)


def _pages(endpoint: ProxmoxEndpoint, run_id: int) -> dict[str, str]:
    plugin = 'plugins:netbox_proxbox:'
    return {
        "endpoint's nodes": reverse(f'{plugin}proxmoxendpoint_nodes', args=[endpoint.pk]),
        'endpoints': reverse(f'{plugin}proxmoxendpoint_list'),
        'nodes': reverse(f'{plugin}proxmoxnode_list'),
        'clusters': reverse(f'{plugin}proxmoxcluster_list'),
        'runs': reverse(f'{plugin}syncrun_list'),
        'one run': reverse(f'{plugin}syncrun', args=[run_id]),
    }


def _speed_of(browser: Client, name: str, address: str) -> Row:
    def open_page() -> None:
        answer = browser.get(address, headers={'Host': 'localhost'})
        assert answer.status_code == 200, (address, answer.status_code)

    open_page()
    statements, seconds = len(statements_of(open_page)), seconds_of(open_page)
    figure = f'page "{name}", {NODES} nodes, {RUNS:,} runs'
    return Row(figure, f'{statements} statements, {seconds * 1000:.0f} ms', '< 100 ms', seconds < LONGEST)


def _speed_of_a_request(browser: Client, endpoint: ProxmoxEndpoint) -> Row:
    address = reverse('plugins:netbox_proxbox:proxmoxendpoint_sync', args=[endpoint.pk])

    def request() -> None:
        assert browser.post(address, headers={'Host': 'localhost'}).status_code == 302
        endpoint.sync_runs.filter(status='queued').update(status='failed')

    seconds = seconds_of(request)
    return Row('answer to "Sync now"', f'{seconds * 1000:.0f} ms', '< 150 ms', seconds < LONGEST_REQUEST)
