"""The newest sync of each endpoint. One that was skipped because another was active says nothing of the endpoint."""

from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.models import SyncRun

__all__ = ('FAILURES', 'attempts', 'last_end_value', 'last_run_prefetch', 'last_run_value')

FAILURES = (SyncStatusChoices.FAILED, SyncStatusChoices.LOST)


def attempts(user: Any = None) -> QuerySet[SyncRun]:
    """Return all syncs but skipped ones, newest first, no previews; with a user, those that this user may see."""
    all_runs: Any = SyncRun.objects.all()
    visible = all_runs if user is None else all_runs.restrict(user, 'view')
    syncs = visible.filter(is_preview=False)
    runs: QuerySet[SyncRun] = syncs.exclude(status=SyncStatusChoices.SKIPPED).defer('readings', 'plan')
    return runs.order_by('-requested_at', '-pk')


def last_run_prefetch(user: Any) -> 'Prefetch[str, Any, str]':
    """Return what loads the last run of all endpoints of a list in one query, as the only item of `last_runs`."""
    return Prefetch('sync_runs', queryset=attempts(user)[:1], to_attr='last_runs')


def last_run_value(field: str, user: Any) -> Subquery:
    """Return a field of the last run of each endpoint that this user may see, as an expression; None means anybody."""
    return Subquery(attempts(user).filter(endpoint=OuterRef('pk')).values(field)[:1])


def last_end_value(field: str) -> Subquery:
    """Return a field of the run of each endpoint that ended last, whoever may see it; one that is active waits."""
    ended = attempts().exclude(status__in=SyncStatusChoices.ACTIVE)
    return Subquery(ended.filter(endpoint=OuterRef('pk')).values(field)[:1])
