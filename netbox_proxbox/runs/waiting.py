"""What queued runs wait for: their backend or host, which backs off, or room."""

from typing import Final

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.models import SyncRun

__all__ = ('OF_BACK_OFF', 'WAITS_FOR_BACK_OFF', 'with_what_they_wait_for')

# Runs of a schedule wait while their backend, or the host that is read directly, backs off, which ends by itself. A
# person is let through, for they may have mended it. A backend that is paused until somebody acts holds nobody up: its
# runs are taken, and fail in words.
OF_BACK_OFF: Final = """
    SELECT run.id FROM netbox_proxbox_syncrun AS run
    JOIN netbox_proxbox_proxmoxendpoint AS endpoint ON endpoint.id = run.endpoint_id
    LEFT JOIN netbox_proxbox_proxboxbackend AS backend ON backend.id = endpoint.backend_id
    WHERE run.status = 'queued' AND run.trigger = 'schedule'
        AND CASE
            WHEN backend.id IS NULL THEN endpoint.paused_until > STATEMENT_TIMESTAMP()
            ELSE backend.paused_until > STATEMENT_TIMESTAMP() AND NOT backend.is_paused
        END
"""
WAITS_FOR_BACK_OFF: Final = Q(pk__in=RawSQL(OF_BACK_OFF, []))  # noqa: S611  # nosec B611


def with_what_they_wait_for(runs: QuerySet[SyncRun]) -> QuerySet[SyncRun]:
    """Have queued runs told what they wait for, in the statement that reads them: a back-off, a run, or room.

    `waits_for_run` is the id of another run of the same endpoint; `running_at_backend` and `running_overall` are the
    numbers of running runs.
    """
    running = SyncRun.objects.filter(status=SyncStatusChoices.RUNNING).order_by()
    return runs.annotate(
        waits_for_back_off=Case(When(WAITS_FOR_BACK_OFF, then=Value(True)), default=Value(False)),
        waits_for_run=Subquery(
            running.filter(endpoint=OuterRef('endpoint')).exclude(pk=OuterRef('pk')).values('pk')[:1]
        ),
        running_at_backend=_number_of(running.filter(endpoint__backend=OuterRef('endpoint__backend'))),
        running_overall=_number_of(running),
    )


def _number_of(runs: QuerySet[SyncRun]) -> Coalesce:
    return Coalesce(Subquery(runs.values('status').annotate(number=Count('pk')).values('number')), 0)
