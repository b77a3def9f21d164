"""Are workers and beat alive, and which beat is at work?"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from netbox_proxbox.choices import HeartbeatKindChoices
from netbox_proxbox.models import Heartbeat
from netbox_proxbox.templatetags.proxbox_humanize import duration_text

from . import heartbeats
from .findings import Finding, Level

__all__ = ('beats', 'workers')

START_WORKER = 'celery -A worker.app worker'
START_BEAT = 'celery -A worker.app beat'


def workers() -> list[Finding]:
    """Tell which workers are heard; none at all is an error."""
    known = list(heartbeats.with_silence(HeartbeatKindChoices.WORKER))
    alive = [worker for worker in known if _is_alive(worker)]
    found = [_alive(_('Worker'), worker) for worker in alive]
    if not alive:
        cause = _('No worker is heard, so no sync is carried out.')
        cure = _('Start one in the environment of NetBox: {command}').format(command=START_WORKER)
        found.append(Finding(_('Worker'), Level.ERROR, cause, cure))
    return found + [_silent(_('Worker'), worker, START_WORKER) for worker in known if worker not in alive]


def beats() -> list[Finding]:
    """Tell which beat is at work, which ones stand by, and which vanished; none at all is an error."""
    known = list(heartbeats.with_silence(HeartbeatKindChoices.BEAT))
    alive = [beat for beat in known if _is_alive(beat)]
    if not alive:
        cause = _('No beat is heard, so nothing runs by itself.')
        cure = _('Start one in the environment of NetBox: {command}').format(command=START_BEAT)
        return [Finding(_('Beat'), Level.ERROR, cause, cure)]
    together = _side_by_side(alive)
    at_work = next((beat for beat in together if beat.instance == heartbeats.beat_at_work()), together[0])
    others = [_standing_by(beat) for beat in together if beat is not at_work]
    silent = [_silent(_('Beat'), beat, START_BEAT) for beat in known if beat not in alive]
    return [_alive(_('Beat'), at_work), *others, *silent]


def _is_alive(process: Heartbeat) -> bool:
    return bool(process.silence <= heartbeats.SILENT_AFTER)


def _side_by_side(alive: Sequence[Heartbeat]) -> list[Heartbeat]:
    """Return the beats that were still heard after the newest began; one that it replaced was not."""
    newest = max(beat.started_at for beat in alive)
    return [beat for beat in alive if beat.seen_at >= newest]


def _alive(subject: str, process: Heartbeat) -> Finding:
    since = duration_text(process.silence)
    summary = _('{instance} was heard {time} ago.').format(instance=process.instance, time=since)
    return Finding(subject, Level.OK, summary)


def _silent(subject: str, process: Heartbeat, command: str) -> Finding:
    since = duration_text(process.silence)
    summary = _('{instance} was heard last {time} ago and was not stopped as planned.')
    cure = _('Start it again ({command}), or do nothing: after a day it is forgotten.').format(command=command)
    return Finding(subject, Level.WARNING, summary.format(instance=process.instance, time=since), cure)


def _standing_by(beat: Heartbeat) -> Finding:
    """Tell of a beat beside the one at work. One that has missed two heartbeats may stand by or be gone."""
    if beat.silence > heartbeats.TAKEN_OVER_AFTER:
        return _alive(_('Beat'), beat)
    since = duration_text(beat.silence)
    summary = _('{instance} stands by, and was heard {time} ago.').format(instance=beat.instance, time=since)
    return Finding(_('Beat'), Level.OK, summary)
