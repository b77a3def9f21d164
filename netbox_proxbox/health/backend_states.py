"""How each backend is, as the worker noted it: nobody is called."""

from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.models import ProxboxBackend
from netbox_proxbox.templatetags.proxbox_humanize import duration_text

from .findings import Finding, Level

__all__ = ('backends',)


def backends() -> list[Finding]:
    """Tell of each backend whether it is used, backs off or is paused, until when and why."""
    known = ProxboxBackend.objects.annotate(
        endpoint_count=Count('endpoints', filter=Q(endpoints__enabled=True)), back_off=F('paused_until') - Now()
    )
    return [_finding(backend) for backend in known]


def _finding(backend: Any) -> Finding:
    subject = _('Backend {name}').format(name=backend.name)
    if not backend.enabled:
        return _disabled(subject, backend.endpoint_count)
    if backend.is_paused:
        summary = _('It is paused until somebody acts: {cause}').format(cause=backend.pause_cause)
        return Finding(subject, Level.ERROR, summary, _('Correct it and save it: that ends the pause.'))
    if backend.back_off and backend.back_off.total_seconds() > 0:
        return _backing_off(subject, backend)
    if backend.failures:
        summary = ngettext('Its last request failed.', 'Its last {count} requests failed.', backend.failures)
        cure = _('Look at the last runs of its endpoints, which say why.')
        return Finding(subject, Level.WARNING, summary.format(count=backend.failures), cure)
    version = _('proxbox-api {version}').format(version=backend.version) if backend.version else 'proxbox-api'
    if not backend.endpoint_count:
        return Finding(subject, Level.OK, _('{version} reads no endpoint yet.').format(version=version))
    words = ngettext('{version} reads {count} endpoint.', '{version} reads {count} endpoints.', backend.endpoint_count)
    return Finding(subject, Level.OK, words.format(version=version, count=backend.endpoint_count))


def _disabled(subject: str, endpoint_count: int) -> Finding:
    if not endpoint_count:
        return Finding(subject, Level.OK, _('It is disabled and has no enabled endpoints.'))
    summary = ngettext(
        'It is disabled, so its {count} endpoint is not synced by itself.',
        'It is disabled, so its {count} endpoints are not synced by themselves.',
        endpoint_count,
    )
    cure = _('Enable it, or disable its endpoints.')
    return Finding(subject, Level.WARNING, summary.format(count=endpoint_count), cure)


def _backing_off(subject: str, backend: Any) -> Finding:
    summary = _('It backs off for another {time} after {count} failures in a row: {cause}').format(
        time=duration_text(backend.back_off), count=backend.failures, cause=backend.pause_cause
    )
    cure = _('It is tried again by itself. To try it now, press "Sync now" on one of its endpoints, or save it.')
    return Finding(subject, Level.WARNING, summary, cure)
