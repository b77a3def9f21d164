"""A sync that is to do what a preview has shown, and nothing else."""

from datetime import timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from netbox_proxbox.models import SyncRun
from netbox_proxbox.models.sync_run import HAS_PLAN

from .request import insert, start_after_commit

__all__ = ('LONGEST_APPLICABLE', 'is_applicable', 'request_apply')

LONGEST_APPLICABLE: Final = timedelta(hours=1)


def is_applicable(run: SyncRun) -> bool:
    """Tell whether the plan of a run can be applied now: it was made within the last hour."""
    made_lately = SyncRun.objects.filter(HAS_PLAN, pk=run.pk, ended_at__gte=Now() - LONGEST_APPLICABLE)
    return made_lately.exists()


def request_apply(preview: SyncRun, *, trigger: str, user: Any = None) -> SyncRun:
    """Ask for a sync that reads again and writes what the plan of a run has shown, and return it.

    The run keeps the plan, for the preview may be deleted. One that applies the same plan and is active is returned as
    it is. Raises ValidationError when the plan cannot be applied, and ProxmoxEndpoint.DoesNotExist as `request_sync`.
    """
    with transaction.atomic():
        run, is_new = insert(preview.endpoint, trigger, user, plan=_locked_plan(preview), applies=preview)
    if not is_new and run.applies_id != preview.pk:
        words = _('{run} of this endpoint is active: apply the plan when it has ended.')
        raise ValidationError(words.format(run=run))
    start_after_commit([run] if is_new else [])
    return run


def _locked_plan(preview: SyncRun) -> Any:
    """Return the plan, which nobody withdraws or deletes before the transaction has ended."""
    locked = SyncRun.objects.filter(HAS_PLAN, pk=preview.pk).select_for_update(no_key=True).first()
    if locked is None:
        raise ValidationError(_('This run has no plan that could be applied.'))
    if not is_applicable(locked):
        raise ValidationError(_('This plan is older than an hour: preview again, and apply what that shows.'))
    return locked.plan
