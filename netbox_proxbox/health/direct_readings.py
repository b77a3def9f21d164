"""How the endpoints are that are read directly, as the worker noted it: nobody is called."""

from django.db.models import Count, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.models import ProxmoxEndpoint

from .findings import Finding, Level

__all__ = ('direct_readings',)


def direct_readings() -> list[Finding]:
    """Tell how many enabled endpoints are read directly, and how many of them back off. None is named."""
    counts = ProxmoxEndpoint.objects.filter(backend=None, enabled=True).aggregate(
        every=Count('pk'), backing_off=Count('pk', filter=Q(paused_until__gt=Now()))
    )
    if not counts['every']:
        return []
    subject = _('Direct readings')
    if not counts['backing_off']:
        words = ngettext('{count} endpoint is read directly.', '{count} endpoints are read directly.', counts['every'])
        return [Finding(subject, Level.OK, words.format(count=counts['every']))]
    words = ngettext(
        '{count} of {every} endpoints that are read directly backs off after failures in a row.',
        '{count} of {every} endpoints that are read directly back off after failures in a row.',
        counts['backing_off'],
    )
    summary = words.format(count=counts['backing_off'], every=counts['every'])
    cure = _('They are tried again by themselves. Their pages say why; to try one now, press "Sync now" there.')
    return [Finding(subject, Level.WARNING, summary, cure)]
