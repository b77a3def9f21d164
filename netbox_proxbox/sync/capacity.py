"""How many runs are out at once. What finds no room waits in PostgreSQL, not in the worker."""

from collections import Counter

from django.db import connection
from django.db.models import Count, Q

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.configuration import current_settings
from netbox_proxbox.models import ProxboxBackend, SyncRun

__all__ = ('has_room', 'one_claim_at_a_time', 'take_waiting')

CLAIM_LOCK = 0x70_72_6F_78_62_6F_78  # "proxbox"
LOCK_TIMEOUT = '5s'


def one_claim_at_a_time() -> None:
    """Let other claims wait until this transaction ends, so that two of them cannot take the same room."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
        cursor.execute('SELECT pg_advisory_xact_lock(%s)', [CLAIM_LOCK])


def has_room(backend: ProxboxBackend) -> bool:
    """Tell whether one more run may be out, over all and at this backend."""
    running = SyncRun.objects.filter(status=SyncStatusChoices.RUNNING).aggregate(
        overall=Count('pk'), here=Count('pk', filter=Q(endpoint__backend=backend))
    )
    return running['overall'] < current_settings()['max_in_flight'] and running['here'] < backend.max_concurrent


def take_waiting() -> list[SyncRun]:
    """Take the oldest waiting run of each backend that has room, as far as there is room over all.

    A run that ends frees one place, so one of each backend is enough; whoever finds none in the end waits again.
    """
    candidates = list(
        SyncRun.objects.filter(status=SyncStatusChoices.QUEUED, is_waiting=True)
        .select_related('endpoint__backend')
        .order_by('endpoint__backend_id', 'pk')
        .distinct('endpoint__backend_id')
    )
    if not candidates:
        return []
    chosen = [run.pk for run in _with_room(candidates)]
    SyncRun.objects.filter(pk__in=chosen, status=SyncStatusChoices.QUEUED).update(is_waiting=False)
    return [run for run in candidates if run.pk in chosen]


def _with_room(candidates: list[SyncRun]) -> list[SyncRun]:
    running = Counter(
        SyncRun.objects.filter(status=SyncStatusChoices.RUNNING).values_list('endpoint__backend', flat=True)
    )
    free = current_settings()['max_in_flight'] - running.total()
    fitting = [
        run
        for run in sorted(candidates, key=lambda run: run.pk)
        if running[run.endpoint.backend_id] < run.endpoint.backend.max_concurrent
    ]
    return fitting[: max(free, 0)]
