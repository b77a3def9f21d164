"""Runs whose rows are locked, which is how a late copy of a task is kept from writing."""

from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models.functions import Now

from netbox_proxbox.models import SyncRun

from .loading import WHOLE, WITH_ENDPOINT

__all__ = ('lock', 'lock_with_endpoint', 'now_of', 'write')

LOCK_WITH_ENDPOINT: Final = f"""
    SELECT {WHOLE.columns}, STATEMENT_TIMESTAMP() FROM netbox_proxbox_syncrun AS run {WITH_ENDPOINT}
    WHERE run.id = %s FOR NO KEY UPDATE OF run, endpoint
"""  # noqa: S608  # nosec B608


def lock(run_id: int) -> SyncRun | None:
    """Return a run with its row locked until the transaction ends; None when it is gone."""
    rows = SyncRun.objects.select_for_update(no_key=True, of=('self',)).annotate(now=Now())
    return rows.filter(pk=run_id).first()


def lock_with_endpoint(run_id: int) -> SyncRun | None:
    """Return a run with its row and that of its endpoint locked, in this order, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK_WITH_ENDPOINT, [run_id])
        row = cursor.fetchone()
    if row is None:
        return None
    run = WHOLE.run_of(row)
    run.now = row[-1]  # type: ignore[attr-defined]  # as `lock` annotates it
    return run


def write(run: SyncRun, *fields: str) -> None:
    """Write fields of a locked run, past the signals of models: NetBox would look up what it does with this one."""
    SyncRun.objects.filter(pk=run.pk).update(**{field: getattr(run, field) for field in fields})


def now_of(run: SyncRun) -> datetime:
    """Return PostgreSQL's time of the transaction step in which a run was locked."""
    now: datetime = run.now  # type: ignore[attr-defined]  # annotated above
    return now
