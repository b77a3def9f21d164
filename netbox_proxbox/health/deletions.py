"""Do deletions wait for a person's decision?"""

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.choices import MissingChoices
from netbox_proxbox.models import ProxmoxNode

from .findings import Finding, Level

__all__ = ('deletions',)


def deletions() -> list[Finding]:
    """Tell how many missing nodes wait for somebody to say whether they are deleted. None is named."""
    held = ProxmoxNode.objects.filter(missing_because__in=MissingChoices.HELD)
    found = held.aggregate(nodes=Count('pk'), endpoints=Count('endpoint', distinct=True))
    if not found['nodes']:
        return [Finding(_('Deletions'), Level.OK, _('None waits for a decision.'))]
    summary = ngettext(
        'The deletion of {nodes} missing node waits for a decision.',
        'The deletions of {nodes} missing nodes of {endpoints} endpoints wait for a decision.',
        found['nodes'],
    )
    cure = _(
        'Filter the endpoints by "Deletions wait for a decision", see on the page of each why, and delete the nodes or '
        'keep them there.'
    )
    return [Finding(_('Deletions'), Level.WARNING, summary.format(**found), cure)]
