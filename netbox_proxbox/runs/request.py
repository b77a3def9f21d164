"""How a run comes to be: asked for by somebody, or due. One is active for each endpoint, as the index decides."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from netbox_proxbox.choices import SyncStatusChoices, SyncTriggerChoices
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun

from .start import start_queued

__all__ = ('active_run', 'insert', 'insert_due', 'last_written', 'next_id', 'request_sync')

INSERT_ATTEMPTS = 5


def request_sync(endpoint: ProxmoxEndpoint, *, trigger: str, user: Any = None) -> SyncRun:
    """Ask for a sync and return its run, or the run that is active already.

    It is started after the commit of whoever asks, if there is room for it, so inside of a transaction it comes back as
    queued. When the broker does not take it, it comes back as failed, with cause and cure. Raises
    ProxmoxEndpoint.DoesNotExist when the endpoint was deleted meanwhile.
    """
    run, is_new = insert(endpoint, trigger, user)
    if is_new or _is_adopted(run, trigger, user):
        transaction.on_commit(lambda: _start(run), robust=True)
    return run


def _is_adopted(run: SyncRun, trigger: str, user: Any) -> bool:
    """Make a queued run of a schedule that of the person who asks: it waits for no back-off any more."""
    queued = SyncRun.objects.filter(pk=run.pk, status=SyncStatusChoices.QUEUED, trigger=SyncTriggerChoices.SCHEDULE)
    if not queued.update(trigger=trigger, user=user):
        return False
    run.trigger, run.user = trigger, user
    return True


def _start(run: SyncRun) -> None:
    """Start what is queued, and tell this run what became of it."""
    for started in start_queued():
        if started.pk == run.pk:
            for name in ('status', 'started_at', 'publish_count', 'ended_at', 'error_code', 'cause', 'cure'):
                setattr(run, name, getattr(started, name))


def active_run(endpoint_id: int) -> SyncRun | None:
    """Return the run of an endpoint that has no end yet, if there is one."""
    return SyncRun.objects.filter(endpoint_id=endpoint_id, status__in=SyncStatusChoices.ACTIVE).first()


def last_written(endpoint_id: int) -> SyncRun | None:
    """Return the last run that wrote all of its reading to an endpoint's rows, unless it was deleted."""
    return SyncRun.objects.filter(endpoint_id=endpoint_id, result__isnull=False).order_by('-ended_at').first()


def next_id() -> int:
    """Return an id for a run that is yet to be inserted; no other run gets it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('netbox_proxbox_syncrun', 'id'))")
        (run_id,) = cursor.fetchone()
    return int(run_id)


def insert(endpoint: ProxmoxEndpoint, trigger: str, user: Any = None) -> tuple[SyncRun, bool]:
    """Insert a queued run and return it with True, or the active run with False.

    The partial index decides. The active run may end between the two looks at it; then the next attempt inserts.
    Raises ProxmoxEndpoint.DoesNotExist when the endpoint was deleted meanwhile.
    """
    for attempt in range(1, INSERT_ATTEMPTS + 1):
        try:
            with _savepoint():
                return SyncRun.objects.create(endpoint=endpoint, trigger=trigger, user=user), True
        except IntegrityError:
            if run := active_run(endpoint.pk):
                return run, False
            if not ProxmoxEndpoint.objects.filter(pk=endpoint.pk).exists():
                raise ProxmoxEndpoint.DoesNotExist from None
            if attempt == INSERT_ATTEMPTS:
                raise
    raise AssertionError('the last attempt returns or raises')


def insert_due(endpoints: Sequence[ProxmoxEndpoint], trigger: str) -> list[SyncRun]:
    """Insert a queued run for each endpoint, and return those; where one is active already, a skipped one instead.

    The partial index decides, in one statement for all of them.
    """
    wanted = [SyncRun(endpoint=endpoint, trigger=trigger) for endpoint in endpoints]
    SyncRun.objects.bulk_create(wanted, ignore_conflicts=True)
    inserted = list(SyncRun.objects.filter(request_id__in=[run.request_id for run in wanted]).order_by('pk'))
    busy = {endpoint.pk for endpoint in endpoints} - {run.endpoint_id for run in inserted}
    if busy:
        _insert_skipped(busy, trigger)
    return inserted


def _insert_skipped(endpoint_ids: Collection[int], trigger: str) -> None:
    """Record that runs were due while others, the last of their endpoints, were active."""
    real = SyncRun.objects.filter(endpoint__in=endpoint_ids).exclude(status=SyncStatusChoices.SKIPPED)
    last = real.order_by('endpoint_id', '-pk').distinct('endpoint_id')
    SyncRun.objects.bulk_create(
        SyncRun(
            **{'endpoint_id': active.endpoint_id, 'trigger': trigger, 'active_run': active},
            **{'status': SyncStatusChoices.SKIPPED, 'ended_at': Now()},
        )
        for active in last
    )


def _savepoint() -> AbstractContextManager[object]:
    """Keep a caller's transaction usable after a refused statement; without one, a statement stands for itself."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()
