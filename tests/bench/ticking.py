"""The tick with ten thousand endpoints on a schedule."""

from collections.abc import Iterator
from datetime import timedelta
from time import perf_counter

from django.db import connection
from django.db.models.functions import Now

from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.schedules.due import MOST_PER_TICK, claim_due
from tests.sync.statements import statements_of

from .estates import add_backend, add_endpoints
from .rows import Row, seconds_of

__all__ = ('cost_of_the_tick',)

ENDPOINTS, SOME = 10_000, 100
NOT_SOON = timedelta(hours=1)
LONGEST_WITH_NONE, SECONDS_BETWEEN_TICKS, INTERVAL = 0.05, 5, 300


def cost_of_the_tick() -> Iterator[Row]:
    """Claim what is due when that is nothing, some, and everything."""
    endpoints = add_endpoints(add_backend('of the tick', 'http://127.0.0.1:9'), ENDPOINTS, minutes=5)
    ProxmoxEndpoint.objects.update(next_sync_at=Now() + NOT_SOON)
    with connection.cursor() as cursor:
        cursor.execute('ANALYZE netbox_proxbox_proxmoxendpoint')
    yield _with_none()
    yield _with(endpoints[:SOME], f'{SOME} are due')
    yield _with_all()
    ProxmoxEndpoint.objects.filter(backend__name='of the tick').delete()


def _with_none() -> Row:
    statements, seconds = len(statements_of(claim_due)), seconds_of(claim_due)
    measured = f'{statements} statements, {seconds * 1000:.0f} ms'
    return Row(f'tick with {ENDPOINTS:,} endpoints, none due', measured, '< 50 ms', seconds < LONGEST_WITH_NONE)


def _with(due: list[ProxmoxEndpoint], what: str) -> Row:
    ProxmoxEndpoint.objects.filter(pk__in=[endpoint.pk for endpoint in due]).update(next_sync_at=Now())
    started = perf_counter()
    statements = len(statements_of(claim_due))
    milliseconds = (perf_counter() - started) * 1000
    claimed = SyncRun.objects.filter(endpoint__in=due)
    assert claimed.count() == len(due)
    claimed.delete()
    measured = f'{statements} statements, {milliseconds:.0f} ms'
    return Row(f'the same when {what}', measured, '6 statements', statements == 6)


def _with_all() -> Row:
    ProxmoxEndpoint.objects.filter(backend__name='of the tick').update(next_sync_at=Now())
    started, ticks, most = perf_counter(), 0, 0
    runs = SyncRun.objects.filter(endpoint__backend__name='of the tick')
    while runs.count() < ENDPOINTS:
        most, ticks = max(most, len(statements_of(claim_due))), ticks + 1
    each = (perf_counter() - started) / ticks
    seconds = ticks * max(each, SECONDS_BETWEEN_TICKS)
    measured = f'{ticks} ticks of {MOST_PER_TICK}, {most} statements and {each * 1000:.0f} ms each: {seconds:.0f} s'
    return Row('the same when all are due', measured, f'6 statements, < {INTERVAL} s', most == 6 and seconds < INTERVAL)
