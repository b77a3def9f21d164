"""Notices above a page: what is the case, what to do about it, and where to look. Words only; no queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from netbox_proxbox.choices import HeldReadingChoices, SyncStatusChoices
from netbox_proxbox.errors import DeletionsHeld, EventsLost
from netbox_proxbox.models import SyncRun
from netbox_proxbox.runs.stage_notes import has_begun
from netbox_proxbox.templatetags.proxbox_humanize import age_text

from .held_reading import held_reading_url
from .missing import decide_url
from .read_through import asked_for, in_words

__all__ = ('Action', 'Notice', 'notice_of_active_run', 'notice_of_end', 'notice_of_skipped_run', 'notice_of_warnings')

LONG_IN_QUEUE = timedelta(seconds=30)
COLORS_OF_BAD_ENDS = {
    SyncStatusChoices.DEGRADED: 'warning',
    SyncStatusChoices.HELD: 'warning',
    SyncStatusChoices.REFUSED: 'warning',
    SyncStatusChoices.FAILED: 'danger',
    SyncStatusChoices.LOST: 'danger',
}


@dataclass(frozen=True, slots=True)
class Action:
    """A button that leads to where something is done about it."""

    label: Any
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One box of a page; `color` is Bootstrap's word for how bad it is, `link` an object that tells more."""

    color: str
    heading: Any
    lines: tuple[Any, ...] = ()
    cure: Any = ''
    code: str = ''
    link: Any = None
    action: Action | None = None


def notice_of_end(run: SyncRun, *, heading: Any = None, link: Any = None) -> Notice | None:
    """Return why a run did not end well; None for a run that did, or has not ended."""
    color = COLORS_OF_BAD_ENDS.get(run.status)
    if color is None:
        return None
    return Notice(
        color=color,
        heading=heading or _heading_of_end(run),
        lines=(run.cause,) if run.cause else (),
        cure=run.cure,
        code=run.error_code,
        link=link,
        action=_where_to_decide(run),
    )


def _where_to_decide(run: SyncRun) -> Action | None:
    if run.is_preview:
        return None
    if run.error_code in HeldReadingChoices.values():
        return Action(_('Show what is held'), held_reading_url(run.endpoint_id))
    if run.status == SyncStatusChoices.HELD or any(DeletionsHeld.says(warning) for warning in run.warnings):
        return Action(_('Show the missing nodes'), decide_url(run.endpoint_id))
    return None


def _heading_of_end(run: SyncRun) -> str:
    if run.error_code == EventsLost.code:
        return _('All was written, but NetBox could not tell of all changes')
    if run.status == SyncStatusChoices.DEGRADED:
        return _('The metrics of the nodes could not be read')
    if run.error_code in HeldReadingChoices.values():
        return _('What was read is not believed; nothing was written')
    if run.status == SyncStatusChoices.HELD:
        return _('Deletions wait for a decision; all else was written')
    if run.status == SyncStatusChoices.REFUSED:
        return _('Nothing was written: what would be changed now is not what the preview has shown')
    if run.status == SyncStatusChoices.LOST:
        return _('The preview got lost') if run.is_preview else _('The sync got lost')
    if run.is_preview:
        return _('The preview failed')
    return _('The sync failed; not all of it was written') if run.changes else _('The sync failed; nothing was changed')


def notice_of_skipped_run(run: SyncRun, active_run: SyncRun | None) -> Notice | None:
    """Return why a run was skipped; `active_run` is the one that was active then, if the reader may see it."""
    if run.status != SyncStatusChoices.SKIPPED:
        return None
    return Notice(
        color='info',
        heading=_('Nothing was read: another run of this endpoint was active when this one was due'),
        cure=_('Nothing, if this happens now and then. If it happens often, let the endpoint sync less often.'),
        link=active_run,
    )


def notice_of_active_run(run: SyncRun, now: datetime) -> Notice | None:
    """Return what a run waits for that no worker is at, and what to check when it waits for long; None for any other.

    The run comes from `runs.waiting.with_what_they_wait_for`.
    """
    if run.status == SyncStatusChoices.QUEUED:
        return _notice_in_queue(run)
    if run.status != SyncStatusChoices.RUNNING or has_begun(run):
        return None
    if now - run.last_step_at < LONG_IN_QUEUE:
        return Notice(color='info', heading=_('The run waits in the queue of the message broker for a worker'))
    return Notice(
        color='warning',
        heading=_('No worker has taken this run yet'),
        lines=(_('It was last published {age}.').format(age=age_text(run.last_step_at, now)),),
        cure=_(
            'Check that the message broker answers, that the Celery worker runs and uses the same broker as NetBox, '
            'and how many runs are ahead of this one.'
        ),
    )


def notice_of_warnings(run: SyncRun) -> Notice | None:
    """Return what was odd about a run; None when nothing was."""
    if not run.warnings:
        return None
    return Notice(color='warning', heading=_('Warnings'), lines=tuple(run.warnings))


def _notice_in_queue(run: Any) -> Notice:
    if run.waits_for_back_off:
        return _notice_of_back_off(run)
    if run.waits_for_run:
        heading = _('The run waits until run {run} of this endpoint has ended').format(run=run.waits_for_run)
        return Notice(color='info', heading=heading, cure=_('Nothing: it starts by itself then.'))
    return _notice_of_room()


def _notice_of_back_off(run: SyncRun) -> Notice:
    asked = asked_for(run.endpoint)
    return Notice(
        color='info',
        heading=_('The run waits until the back-off of {asked} is over').format(asked=in_words(asked)),
        lines=(asked.pause_cause,),
        cure=_('Nothing: it starts by itself then. "Sync now" does not wait for that.'),
    )


def _notice_of_room() -> Notice:
    return Notice(
        color='info',
        heading=_('The run waits for room: as many runs as are allowed are running'),
        cure=_(
            'Nothing: it starts by itself when another run ends. If runs wait often, raise "Maximum concurrent runs" '
            'of the backend, or the setting "max_in_flight".'
        ),
    )
