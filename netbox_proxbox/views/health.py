"""The page that says how everything is."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from utilities.permissions import get_permission_for_model
from utilities.views import ContentTypePermissionRequiredMixin, get_viewname

from netbox_proxbox.health import heartbeats, sections
from netbox_proxbox.health.findings import Finding, Level, Section, worst_of
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs.last_runs import FAILURES

__all__ = ('HealthView',)

# Words and icons say what colors say, too.
APPEARANCE = {
    Level.OK: (_('OK'), 'green', 'mdi-check-circle'),
    Level.NOT_TRIED: (_('Not tried'), 'gray', 'mdi-help-circle'),
    Level.WARNING: (_('Warning'), 'orange', 'mdi-alert'),
    Level.ERROR: (_('Error'), 'red', 'mdi-alert-octagon'),
}
# Where a person looks next: what it is called, a list of rows of a model, and the rows of it that matter.
LISTS: dict[str, tuple[Any, type[Model], dict[str, Any] | None]] = {
    'endpoints': (_('Overdue endpoints'), ProxmoxEndpoint, {'overdue': 'true'}),
    'syncs': (_('Endpoints whose last sync failed'), ProxmoxEndpoint, {'last_run_status': list(FAILURES)}),
    'deletions': (_('Endpoints that wait for a decision'), ProxmoxEndpoint, {'held': 'true'}),
    'backends': (_('All backends'), ProxboxBackend, None),
    'tls': (_('Endpoints without verification'), ProxmoxEndpoint, {'verify_ssl': 'false'}),
    'queues': (_('Active runs'), SyncRun, {'status': ['queued', 'running']}),
}


class HealthView(ContentTypePermissionRequiredMixin, View):
    """All findings with cause and cure, and the processes that were heard. Whoever may see runs may see it."""

    def get_required_permission(self) -> str:
        """Return the permission to see runs."""
        return 'netbox_proxbox.view_syncrun'

    def get(self, request: HttpRequest) -> HttpResponse:
        """Look at everything and show it."""
        found = sections()
        worst = worst_of(finding for section in found for finding in section.findings)
        context = {
            'cards': [_card(section, request.user) for section in found],
            'overall': _appearance(worst),
            'heartbeats': heartbeats.with_silence(),
        }
        return render(request, 'netbox_proxbox/health.html', context)


def _card(section: Section, user: Any) -> dict[str, Any]:
    rows = [_row(finding) for finding in section.findings]
    return {'title': section.title, 'link': _link(section.key, user), 'rows': rows}


def _link(section: str, user: Any) -> dict[str, Any] | None:
    """Return the way to a list, for those whom it is not closed to."""
    if section not in LISTS:
        return None
    label, model, query = LISTS[section]
    if not user.has_perm(get_permission_for_model(model, 'view')):
        return None
    return {'label': label, 'url': reverse(get_viewname(model, 'list'), query=query)}


def _row(finding: Finding) -> dict[str, Any]:
    return {'finding': finding, **_appearance(finding.level)}


def _appearance(level: Level) -> dict[str, Any]:
    word, color, icon = APPEARANCE[level]
    return {'word': word, 'color': color, 'icon': icon}
