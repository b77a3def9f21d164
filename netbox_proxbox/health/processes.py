"""Are workers and beat alive, and is there one beat?"""

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
    """Tell whether beat is heard, and whether there are two."""
    known = list(heartbeats.with_silence(HeartbeatKindChoices.BEAT))
    alive = [beat for beat in known if _is_alive(beat)]
    if not alive:
        cause = _('No beat is heard, so nothing runs by itself.')
        cure = _('Start one in the environment of NetBox: {command}').format(command=START_BEAT)
        return [Finding(_('Beat'), Level.ERROR, cause, cure)]
    together = _side_by_side(alive)
    return [_too_many(together)] if len(together) > 1 else [_alive(_('Beat'), together[0])]


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


def _too_many(alive: Sequence[Heartbeat]) -> Finding:
    names = ', '.join(beat.instance for beat in alive)
    summary = _('{count} beats run at once: {names}. No endpoint is synced twice for it, but one is enough.')
    cure = _('Stop all but one.')
    return Finding(_('Beat'), Level.WARNING, summary.format(count=len(alive), names=names), cure)
