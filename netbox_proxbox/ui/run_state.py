"""The state of a run as its page follows it. Pure."""

import json
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from netbox_proxbox.models import SyncRun
from netbox_proxbox.runs.stage_notes import DONE, RUNNING, STAGES

from .notices import notice_of_active_run

__all__ = ('announcement_of', 'version_of')


def version_of(run: SyncRun) -> str:
    """Return a short text that differs whenever the page of the run would."""
    waits_for = notice_of_active_run(run, timezone.now())
    shown = [run.status, run.stages, run.warnings, waits_for and str(waits_for.heading)]
    return sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]


def announcement_of(run: SyncRun) -> Any:
    """Return the sentence that a screen reader says when the run has moved on."""
    if not run.is_active:
        return _('The run has ended: {status}.').format(status=run.get_status_display())
    if active := _stages_in(run, RUNNING):
        return _('Running: {stages}.').format(stages=active)
    if done := _stages_in(run, DONE):
        return _('Done: {stages}.').format(stages=done)
    return _('The run is {status}.').format(status=run.get_status_display().lower())


def _stages_in(run: SyncRun, state: str) -> str:
    return ', '.join(stage for stage in STAGES if run.stages.get(stage, {}).get('state') == state)
