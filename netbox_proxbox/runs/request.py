"""How a run comes to be: asked for by somebody, or due. One is active for each endpoint, as the index decides."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from netbox_proxbox.choices import SyncStatusChoices, SyncTriggerChoices
from netbox_proxbox.database.transactions import in_transaction
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun

from .start import start_queued

__all__ = (
    'active_run',
    'insert',
    'insert_due',
    'last_written',
    'next_id',
    'request_preview',
    'request_sync',
    'request_syncs',
    'start_after_commit',
)

INSERT_ATTEMPTS = 5


def request_sync(endpoint: ProxmoxEndpoint, *, trigger: str, user: Any = None) -> SyncRun:
    """Ask for a sync and return its run, or the run that is active already.

    It is started after the commit of whoever asks, if there is room for it, so inside of a transaction it comes back as
    queued. When the broker does not take it, it comes back as failed, with cause and cure. Raises
    ProxmoxEndpoint.DoesNotExist when the endpoint was deleted meanwhile.
    """
    run, is_new = insert(endpoint, trigger, user)
    start_after_commit([run] if is_new else _adopt([run], trigger, user))
    return run


def request_preview(endpoint: ProxmoxEndpoint, *, trigger: str, user: Any = None) -> SyncRun:
    """Ask what a sync would change, and return the preview, or the one that is active already; else as a sync."""
    run, is_new = insert(endpoint, trigger, user, is_preview=True)
    start_after_commit([run] if is_new else [])
    return run


def request_syncs(endpoints: Sequence[ProxmoxEndpoint], *, trigger: str, user: Any = None) -> list[SyncRun]:
    """Ask for many syncs and return their runs, each as `request_sync` does; the queue is started once for all of them.

    The number of statements does not depend on how many they are. One that was deleted meanwhile has no run.
    """
    new = _insert_all(endpoints, trigger, user)
    active = _active_runs({endpoint.pk for endpoint in endpoints} - {run.endpoint_id for run in new})
    found = {run.endpoint_id: run for run in (*new, *active)}
    start_after_commit([*new, *_adopt(active, trigger, user)])
    for endpoint in endpoints:
        if endpoint.pk in found:
            found[endpoint.pk].endpoint = endpoint
        else:
            # Its active run ended between the two looks at it, or it is gone.
            with suppress(ProxmoxEndpoint.DoesNotExist):
                found[endpoint.pk] = request_sync(endpoint, trigger=trigger, user=user)
    return [found[endpoint.pk] for endpoint in endpoints if endpoint.pk in found]


def _insert_all(endpoints: Sequence[ProxmoxEndpoint], trigger: str, user: Any) -> list[SyncRun]:
    """Insert runs where none is active; none at all if an endpoint was deleted meanwhile."""
    try:
        return in_transaction(lambda: _insert_where_none_is_active(endpoints, trigger, user))
    except IntegrityError:
        return []


def _adopt(active: Collection[SyncRun], trigger: str, user: Any) -> list[SyncRun]:
    """Make queued runs of a schedule those of the person who asks, and return them: they wait for no back-off now."""
    scheduled = {'status': SyncStatusChoices.QUEUED, 'trigger': SyncTriggerChoices.SCHEDULE}
    found = {run.pk: run for run in active if run.status == scheduled['status'] and run.trigger == scheduled['trigger']}
    if not found:
        return []
    with transaction.atomic():
        still = SyncRun.objects.filter(pk__in=found, **scheduled).select_for_update(no_key=True).order_by('pk')
        adopted = [found[pk] for pk in still.values_list('pk', flat=True)]
        SyncRun.objects.filter(pk__in=[run.pk for run in adopted]).update(trigger=trigger, user=user)
    for run in adopted:
        run.trigger, run.user = trigger, user
    return adopted


def start_after_commit(runs: Collection[SyncRun]) -> None:
    """Start what is queued once the caller's transaction is committed, and tell these runs what became of them."""
    if runs:
        transaction.on_commit(lambda: _start(runs), robust=True)


def _start(runs: Collection[SyncRun]) -> None:
    """Start what is queued; of these runs, those for which there is no room stay queued."""
    started = {run.pk: run for run in start_queued()}
    for run in runs:
        if run.pk in started:
            for name in ('status', 'started_at', 'publish_count', 'ended_at', 'error_code', 'cause', 'cure'):
                setattr(run, name, getattr(started[run.pk], name))


def active_run(endpoint_id: int, *, is_preview: bool = False) -> SyncRun | None:
    """Return the sync of an endpoint that has no end yet, or the preview, if there is one."""
    return next(iter(_active_runs({endpoint_id}, is_preview=is_preview)), None)


def _active_runs(endpoint_ids: Collection[int], *, is_preview: bool = False) -> list[SyncRun]:
    active = SyncRun.objects.filter(status__in=SyncStatusChoices.ACTIVE, is_preview=is_preview)
    return list(active.filter(endpoint__in=endpoint_ids))


def last_written(endpoint_id: int) -> SyncRun | None:
    """Return the last run that wrote all of its reading to an endpoint's rows, unless it was deleted."""
    return SyncRun.objects.filter(endpoint_id=endpoint_id, result__isnull=False).order_by('-ended_at').first()


def next_id() -> int:
    """Return an id for a run that is yet to be inserted; no other run gets it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('netbox_proxbox_syncrun', 'id'))")
        (run_id,) = cursor.fetchone()
    return int(run_id)


def insert(endpoint: ProxmoxEndpoint, trigger: str, user: Any = None, **kind: Any) -> tuple[SyncRun, bool]:
    """Insert a queued run and return it with True, or the active run of its kind with False: a preview, or a sync.

    The partial index decides. The active run may end between the two looks at it; then the next attempt inserts.
    Raises ProxmoxEndpoint.DoesNotExist when the endpoint was deleted meanwhile.
    """
    for attempt in range(1, INSERT_ATTEMPTS + 1):
        try:
            with _savepoint():
                return SyncRun.objects.create(endpoint=endpoint, trigger=trigger, user=user, **kind), True
        except IntegrityError:
            if run := active_run(endpoint.pk, is_preview=kind.get('is_preview', False)):
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
    inserted = _insert_where_none_is_active(endpoints, trigger)
    busy = {endpoint.pk for endpoint in endpoints} - {run.endpoint_id for run in inserted}
    if busy:
        _insert_skipped(busy, trigger)
    return inserted


def _insert_where_none_is_active(endpoints: Sequence[ProxmoxEndpoint], trigger: str, user: Any = None) -> list[SyncRun]:
    wanted = [SyncRun(endpoint=endpoint, trigger=trigger, user=user) for endpoint in endpoints]
    SyncRun.objects.bulk_create(wanted, ignore_conflicts=True)
    return list(SyncRun.objects.filter(request_id__in=[run.request_id for run in wanted]).order_by('pk'))


def _insert_skipped(endpoint_ids: Collection[int], trigger: str) -> None:
    """Record that runs were due while others, the last of their endpoints, were active."""
    syncs = SyncRun.objects.filter(is_preview=False).values_list('endpoint_id', 'pk')
    last = dict(syncs.filter(endpoint__in=endpoint_ids, status__in=SyncStatusChoices.ACTIVE))
    # The others have ended since the index refused another.
    ended = syncs.filter(endpoint__in=set(endpoint_ids) - last.keys()).exclude(status=SyncStatusChoices.SKIPPED)
    last |= dict(ended.order_by('pk'))
    SyncRun.objects.bulk_create(
        SyncRun(
            **{'endpoint_id': endpoint_id, 'trigger': trigger, 'active_run_id': run_id},
            **{'status': SyncStatusChoices.SKIPPED, 'ended_at': Now()},
        )
        for endpoint_id, run_id in last.items()
    )


def _savepoint() -> AbstractContextManager[object]:
    """Keep a caller's transaction usable after a refused statement; without one, a statement stands for itself."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()
