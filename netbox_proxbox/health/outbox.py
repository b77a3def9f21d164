"""Are people told of what happens?"""

from datetime import timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.choices import HeartbeatKindChoices
from netbox_proxbox.models import OutboxEvent

from . import heartbeats
from .findings import Finding, Level

__all__ = ('outbox', 'watch')

DAY = timedelta(days=1)
# A sweep sends every 30 seconds.
LATE = timedelta(minutes=5)
# The watch looks every five minutes.
MISSED_AFTER = timedelta(minutes=15)


def outbox() -> list[Finding]:
    """Tell how many events wait to be sent, and of how many not everybody was told; nothing while all is well."""
    counts = OutboxEvent.objects.filter(Q(sent_at=None) | Q(sent_at__gte=Now() - DAY)).aggregate(
        late=Count('pk', filter=Q(sent_at=None, created__lt=Now() - LATE)),
        lost=Count('pk', filter=Q(sent_at__isnull=False) & ~Q(error='')),
    )
    late, lost = _late(counts['late']), _lost(counts['lost'])
    return [finding for finding in (late, lost) if finding is not None]


def watch() -> list[Finding]:
    """Tell when nobody watches any more, or nobody began to, though a worker has been heard for a while."""
    heard = list(heartbeats.with_silence().annotate(age=Now() - F('started_at')))
    looks = [row.silence for row in heard if row.kind == HeartbeatKindChoices.WATCH]
    if looks:
        return _missed(_('Start it: {command}')) if min(looks) > MISSED_AFTER else []
    workers = (row for row in heard if row.kind == HeartbeatKindChoices.WORKER)
    if any(row.silence <= heartbeats.SILENT_AFTER and row.age > MISSED_AFTER for row in workers):
        return _missed(_('Restart it, so that it learns of this job: {command}'))
    return []


def _missed(cure: str) -> list[Finding]:
    summary = _("NetBox's background worker has not looked for a while, so nobody misses a silent worker or beat.")
    return [Finding(_('Watch'), Level.WARNING, summary, cure.format(command='netbox rqworker'))]


def _late(count: int) -> Finding | None:
    if not count:
        return None
    words = ngettext(
        '{count} event has waited for more than five minutes to be sent.',
        '{count} events have waited for more than five minutes to be sent.',
        count,
    )
    cure = _("See that the worker is heard, and that the Redis of NetBox's tasks answers.")
    return Finding(_('Events'), Level.WARNING, words.format(count=count), cure)


def _lost(count: int) -> Finding | None:
    if not count:
        return None
    words = ngettext(
        'Not everybody was told of {count} event within the last day.',
        'Not everybody was told of {count} events within the last day.',
        count,
    )
    cure = _('The log of the worker names the event rules: correct them, or disable them.')
    return Finding(_('Events'), Level.WARNING, words.format(count=count), cure)
