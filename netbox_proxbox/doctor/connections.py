"""Does each proxbox-api answer, does it reach each Proxmox VE behind it, and do those that are read directly answer?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.connection_test import check_backend, check_endpoint
from netbox_proxbox.errors import BackendPaused
from netbox_proxbox.health.findings import Finding, Level, Section, worst_of
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.sources.retry import Budget

from .summary import summarized

__all__ = ('connections',)

SERVICE = 'proxbox-api'


def connections(*, seconds: float) -> Iterator[Section]:
    """Yield a section for each backend with its endpoints, and one for what is read directly.

    Silent hosts of the latter leave no backend without time. What does not fit these seconds is not tried.
    """
    budget, backends = Budget(seconds), list(ProxboxBackend.objects.all())
    direct = list(ProxmoxEndpoint.objects.filter(backend=None))
    if not backends and not direct:
        cure = _('Add your Proxmox VE under ProxBox > Endpoints > Proxmox.')
        nothing = Finding(_('Endpoints'), Level.WARNING, _('Nothing is there to be read yet.'), cure)
        yield Section(_('Endpoints'), [nothing])
    for backend in backends:
        found = _of_backend(backend, budget)
        works = worst_of(found) in (Level.OK, Level.WARNING)
        title = _('Backend {name}').format(name=backend.name)
        yield Section(title, [*found, *_of_endpoints(backend, budget, works=works)])
    if direct:
        found = [finding for endpoint in direct for finding in _of_endpoint(endpoint, budget)]
        yield Section(_('Direct readings'), found)


def _of_backend(backend: ProxboxBackend, budget: Budget) -> list[Finding]:
    """Ask a backend once. One that is paused is left alone, for a wrong key sent too often is locked."""
    if not backend.enabled:
        return [_not_tried(SERVICE, _('The backend is disabled.'))]
    if backend.is_paused:
        paused = BackendPaused(backend.name, backend.pause_cause)
        return [Finding(SERVICE, Level.ERROR, paused.cause, paused.cure)]
    if budget.left <= 0:
        return [_no_time(SERVICE)]
    return summarized(SERVICE, check_backend(backend), shown=1)


def _of_endpoints(backend: ProxboxBackend, budget: Budget, *, works: bool) -> list[Finding]:
    endpoints = ProxmoxEndpoint.objects.filter(backend=backend).select_related('backend')
    if not works:
        count = endpoints.filter(enabled=True).count()
        told = ngettext('{count} is not tried without it.', '{count} are not tried without it.', count)
        return [_not_tried(_('Endpoints'), told.format(count=count))] if count else []
    return [finding for endpoint in endpoints for finding in _of_endpoint(endpoint, budget)]


def _of_endpoint(endpoint: ProxmoxEndpoint, budget: Budget) -> list[Finding]:
    if not endpoint.enabled:
        return [_not_tried(endpoint.name, _('The endpoint is disabled.'))]
    if budget.left <= 0:
        return [_no_time(endpoint.name)]
    return summarized(endpoint.name, check_endpoint(endpoint), shown=2)


def _no_time(subject: str) -> Finding:
    return _not_tried(subject, _('There was no time left: give more with --seconds.'))


def _not_tried(subject: str, why: str) -> Finding:
    return Finding(subject, Level.NOT_TRIED, why)
