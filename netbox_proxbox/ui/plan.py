"""The plan of a preview, or of a sync that was refused: counts, what becomes of it, and who may apply it until when."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.models import SyncRun
from netbox_proxbox.runs.apply import LONGEST_APPLICABLE

from .notices import Action, Notice

__all__ = ('can_be_applied', 'counts_of', 'notice_of_plan')

# So that nobody presses a button that is refused a moment later.
MARGIN: Final = timedelta(minutes=1)


def can_be_applied(run: SyncRun) -> bool:
    """Tell whether there is something to apply, and time for it."""
    return bool(run.has_plan and run.plan and not _is_too_old(run))


def counts_of(records: Iterable[Mapping[str, Any]]) -> str:
    """Return how many rows a plan creates, changes and deletes, in words."""
    counts = Counter(record['action'] for record in records)
    words = {
        'create': ngettext('{count} object to create', '{count} objects to create', counts['create']),
        'update': ngettext('{count} to change', '{count} to change', counts['update']),
        'delete': ngettext('{count} to delete', '{count} to delete', counts['delete']),
    }
    return ', '.join(text.format(count=counts[action]) for action, text in words.items() if counts[action])


def notice_of_plan(run: SyncRun, user: Any) -> Notice | None:
    """Return what may be done with the plan of a run; None for a run without one."""
    if not run.makes_plans:
        return None
    if run.plan is None:
        return Notice(
            color='info',
            heading=_('The plan was withdrawn: the endpoint leads elsewhere since then'),
            cure=_('Preview again.'),
        )
    if not run.plan:
        if run.warnings:
            return Notice(color='info', heading=_('A sync would change nothing'))
        return Notice(color='success', heading=_('A sync would change nothing: NetBox holds what Proxmox VE reports'))
    return Notice(
        color='info',
        heading=_('A sync would change this: {counts}. Nothing was written.').format(counts=counts_of(run.plan)),
        lines=tuple(filter(None, (_of_schedule(run),))),
        cure=_what_to_do(run),
        action=_to_schedule(run, user),
    )


def _is_too_old(run: SyncRun) -> bool:
    return run.ended_at is None or timezone.now() - run.ended_at > LONGEST_APPLICABLE - MARGIN


def _what_to_do(run: SyncRun) -> str:
    if _is_too_old(run):
        return _('The plan is too old to be applied: preview again, and apply what that shows.')
    return _(
        'Apply it within an hour: a sync reads again then, and writes if all that it would change is shown here. '
        'Otherwise it writes nothing, and shows the new plan.'
    )


def _of_schedule(run: SyncRun) -> str:
    if not run.endpoint.has_schedule or not run.endpoint.enabled:
        return ''
    due = run.endpoint.next_sync_at
    if due is None:
        return _('The endpoint has a schedule: its next sync writes by itself.')
    return _('The next sync of its schedule, at {time}, writes by itself.').format(
        time=f'{timezone.localtime(due):%Y-%m-%d %H:%M:%S}'
    )


def _to_schedule(run: SyncRun, user: Any) -> Action | None:
    if not _of_schedule(run) or not user.has_perm('netbox_proxbox.change_proxmoxendpoint', run.endpoint):
        return None
    edit = reverse('plugins:netbox_proxbox:proxmoxendpoint_edit', args=[run.endpoint_id])
    return Action(_('Pause or change the schedule'), edit)
