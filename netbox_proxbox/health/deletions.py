"""Do deletions, or whole readings, wait for a person's decision?"""

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.choices import MissingChoices
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode

from .findings import Finding, Level

__all__ = ('deletions',)


def deletions() -> list[Finding]:
    """Tell how many missing nodes, and how many endpoints, wait for somebody to decide. None is named."""
    return [*_of_nodes(), *_of_readings()] or [Finding(_('Deletions'), Level.OK, _('None waits for a decision.'))]


def _of_readings() -> list[Finding]:
    count = ProxmoxEndpoint.objects.filter(enabled=True).exclude(held_because='').count()
    if not count:
        return []
    summary = ngettext(
        'The last reading of {count} endpoint is not believed, and waits for a decision.',
        'The last readings of {count} endpoints are not believed, and wait for a decision.',
        count,
    )
    cure = _('Filter the endpoints by "Something waits for a decision", and see on the page of each what it answered.')
    return [Finding(_('Held readings'), Level.WARNING, summary.format(count=count), cure)]


def _of_nodes() -> list[Finding]:
    held = ProxmoxNode.objects.filter(missing_because__in=MissingChoices.HELD, endpoint__enabled=True)
    found = held.aggregate(nodes=Count('pk'), endpoints=Count('endpoint', distinct=True))
    if not found['nodes']:
        return []
    summary = ngettext(
        'The deletion of {nodes} missing node waits for a decision.',
        'The deletions of {nodes} missing nodes of {endpoints} endpoints wait for a decision.',
        found['nodes'],
    )
    cure = _(
        'Filter the endpoints by "Something waits for a decision", see on the page of each why, and delete the '
        'nodes or keep them there.'
    )
    return [Finding(_('Deletions'), Level.WARNING, summary.format(**found), cure)]
