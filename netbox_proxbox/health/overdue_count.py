"""Are the endpoints that have a schedule read when they should be?"""

from django.db.models import Count, F, Max, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.schedules.overdue import SYNCED_BY_ITSELF
from netbox_proxbox.templatetags.proxbox_humanize import duration_text

from .findings import Finding, Level

__all__ = ('endpoints',)


def endpoints() -> list[Finding]:
    """Tell how many endpoints are overdue. None is named: not everybody may see each of them.

    A few are a warning, since their own Proxmox may be down; half of all or more are an error of the whole.
    """
    late = Q(overdue_at__lt=Now())
    found = ProxmoxEndpoint.objects.filter(SYNCED_BY_ITSELF).aggregate(
        scheduled=Count('pk'), late=Count('pk', filter=late), longest=Max(Now() - F('overdue_at'), filter=late)
    )
    scheduled = found['scheduled']
    if not scheduled:
        cure = _('Give the endpoints an interval or a crontab.')
        return [Finding(_('Endpoints'), Level.WARNING, _('No endpoint is synced by itself.'), cure)]
    if not found['late']:
        words = ngettext(
            '{count} endpoint is synced by itself, and it is not overdue.',
            '{count} endpoints are synced by themselves, and none is overdue.',
            scheduled,
        )
        return [Finding(_('Endpoints'), Level.OK, words.format(count=scheduled))]
    return [_overdue(found['late'], scheduled, duration_text(found['longest']))]


def _overdue(count: int, scheduled: int, longest: str) -> Finding:
    summary = ngettext(
        '{count} of {scheduled} endpoints was not read in time; it is overdue for {longest}.',
        '{count} of {scheduled} endpoints were not read in time; the longest is overdue for {longest}.',
        count,
    )
    cure = _('Look at their last runs, which say why, and at the other findings: one cause often stands for many.')
    level = Level.ERROR if count * 2 >= scheduled else Level.WARNING
    return Finding(_('Endpoints'), level, summary.format(count=count, scheduled=scheduled, longest=longest), cure)
