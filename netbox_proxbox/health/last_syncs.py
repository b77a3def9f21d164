"""Did the last sync of each endpoint end well, and was NetBox told of what it changed?"""

from datetime import timedelta

from django.db.models import Count, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.choices import SyncEventsChoices, SyncStatusChoices
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs.last_runs import FAILURES, last_end_value

from .findings import Finding, Level

__all__ = ('events', 'last_syncs')

DAY = timedelta(days=1)


def last_syncs() -> list[Finding]:
    """Tell how many enabled endpoints did not end well at their last sync, whoever asked for it. None is named.

    A few are a warning, since their own Proxmox may be down; half of all or more are an error of the whole.
    """
    enabled = ProxmoxEndpoint.objects.filter(Q(backend=None) | Q(backend__enabled=True), enabled=True)
    counts = enabled.annotate(ended_as=last_end_value('status')).aggregate(
        tried=Count('pk', filter=Q(ended_as__isnull=False)),
        failed=Count('pk', filter=Q(ended_as__in=FAILURES)),
        degraded=Count('pk', filter=Q(ended_as=SyncStatusChoices.DEGRADED)),
        held=Count('pk', filter=Q(ended_as=SyncStatusChoices.HELD)),
    )
    found = [*_failed(counts['failed'], counts['tried']), *_degraded(counts['degraded'], counts['tried'])]
    if found:
        return found
    if not counts['tried']:
        return [Finding(_('Last syncs'), Level.OK, _('No enabled endpoint has been synced yet.'))]
    if counts['held']:
        words = ngettext(
            '{count} endpoint has been synced, and was read at its last sync.',
            '{count} endpoints have been synced, and each was read at its last sync.',
            counts['tried'],
        )
        return [Finding(_('Last syncs'), Level.OK, words.format(count=counts['tried']))]
    words = ngettext(
        '{count} endpoint has been synced, and its last sync succeeded.',
        '{count} endpoints have been synced, and the last sync of each succeeded.',
        counts['tried'],
    )
    return [Finding(_('Last syncs'), Level.OK, words.format(count=counts['tried']))]


def events() -> list[Finding]:
    """Tell how many runs of the last day changed something of which not every event rule was told."""
    count = SyncRun.objects.filter(events=SyncEventsChoices.LOST, ended_at__gte=Now() - DAY).count()
    if not count:
        return [Finding(_('Events'), Level.OK, _('None was lost within the last day.'))]
    summary = ngettext(
        'NetBox could not tell of all that {count} run changed within the last day.',
        'NetBox could not tell of all that {count} runs changed within the last day.',
        count,
    )
    cure = _(
        "Look at these runs, which name the event rules to correct, and see that the Redis of NetBox's tasks answers."
    )
    return [Finding(_('Events'), Level.WARNING, summary.format(count=count), cure)]


def _failed(count: int, tried: int) -> list[Finding]:
    if not count:
        return []
    summary = ngettext(
        'The last sync of {count} of {tried} endpoints failed.',
        'The last syncs of {count} of {tried} endpoints failed.',
        count,
    )
    cure = _('Look at their last runs, which say why, and at the other findings: one cause often stands for many.')
    level = Level.ERROR if count * 2 >= tried else Level.WARNING
    return [Finding(_('Last syncs'), level, summary.format(count=count, tried=tried), cure)]


def _degraded(count: int, tried: int) -> list[Finding]:
    if not count:
        return []
    summary = ngettext(
        '{count} of {tried} endpoints has a last run that is degraded.',
        '{count} of {tried} endpoints have last runs that are degraded.',
        count,
    )
    cure = _('Look at these runs, which say what was not read, or who was not told.')
    return [Finding(_('Last syncs'), Level.WARNING, summary.format(count=count, tried=tried), cure)]
