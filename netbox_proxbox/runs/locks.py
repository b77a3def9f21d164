"""Runs whose rows are locked, which is how a late copy of a task is kept from writing."""

from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Now

from netbox_proxbox.models import SyncRun

__all__ = ('lock', 'lock_with_endpoint', 'now_of', 'write')


def lock(run_id: int) -> SyncRun | None:
    """Return a run with its row locked until the transaction ends; None when it is gone."""
    return _locking().filter(pk=run_id).first()


def lock_with_endpoint(run_id: int) -> SyncRun | None:
    """Return a run with its row and that of its endpoint locked, in this order, until the transaction ends."""
    return _locking('self', 'endpoint').select_related('endpoint').filter(pk=run_id).first()


def write(run: SyncRun, *fields: str) -> None:
    """Write fields of a locked run, past the signals of models: NetBox would look up what it does with this one."""
    SyncRun.objects.filter(pk=run.pk).update(**{field: getattr(run, field) for field in fields})


def now_of(run: SyncRun) -> datetime:
    """Return PostgreSQL's time of the transaction step in which `lock` read this run."""
    now: datetime = run.now  # type: ignore[attr-defined]  # annotated there
    return now


def _locking(*tables: str) -> QuerySet[SyncRun]:
    """Return runs to be locked, each with its time for `now_of`; the rows of `tables` are locked in order."""
    return SyncRun.objects.select_for_update(no_key=True, of=tables or ('self',)).annotate(now=Now())
