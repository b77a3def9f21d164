"""The page that says how everything is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from utilities.views import ContentTypePermissionRequiredMixin

from netbox_proxbox import heartbeats
from netbox_proxbox.findings import Finding, Level, worst_of
from netbox_proxbox.health import Section, sections

__all__ = ('HealthView',)

# Words and icons say what colors say, too.
APPEARANCE = {
    Level.OK: (_('OK'), 'green', 'mdi-check-circle'),
    Level.NOT_TRIED: (_('Not tried'), 'gray', 'mdi-help-circle'),
    Level.WARNING: (_('Warning'), 'orange', 'mdi-alert'),
    Level.ERROR: (_('Error'), 'red', 'mdi-alert-octagon'),
}
# Where a person looks next.
LISTS = {
    'endpoints': (_('Overdue endpoints'), 'proxmoxendpoint_list', {'overdue': 'true'}),
    'backends': (_('All backends'), 'proxboxbackend_list', None),
    'tls': (_('Endpoints without verification'), 'proxmoxendpoint_list', {'verify_ssl': 'false'}),
    'queues': (_('Active runs'), 'syncrun_list', {'status': ['queued', 'running']}),
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
            'cards': [_card(section) for section in found],
            'overall': _appearance(worst),
            'heartbeats': heartbeats.with_silence(),
        }
        return render(request, 'netbox_proxbox/health.html', context)


def _card(section: Section) -> dict[str, Any]:
    label, list_name, query = LISTS.get(section.key, ('', '', None))
    url = reverse(f'plugins:netbox_proxbox:{list_name}', query=query) if list_name else ''
    return {
        'title': section.title,
        'link': {'label': label, 'url': url} if url else None,
        'rows': [_row(finding) for finding in section.findings],
    }


def _row(finding: Finding) -> dict[str, Any]:
    return {'finding': finding, **_appearance(finding.level)}


def _appearance(level: Level) -> dict[str, Any]:
    word, color, icon = APPEARANCE[level]
    return {'word': word, 'color': color, 'icon': icon}
