"""The buttons beside the candidates for the link of a row."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from netbox.views.generic.base import BaseObjectView
from utilities.permissions import get_permission_for_model
from utilities.views import get_action_url, register_model_view

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode
from netbox_proxbox.sync.decide_link import DECISIONS, decide_link
from netbox_proxbox.ui.keys import keys_of

from .shared_links import warn_of_shared_links

__all__ = ('ClusterLinkDecisionView', 'NodeLinkDecisionView')

WORDS = {
    'link': _('{row} was linked.'),
    'refuse': _('{row} will not be linked to that one.'),
    'ignore': _('No rule will link {row}.'),
    'ask-again': _('The next sync looks for what {row} may be linked to.'),
}


class LinkDecisionView(BaseObjectView):
    """Carries out what was decided of one row, and leads back to it, or to the list if it is gone."""

    def get_required_permission(self) -> str:
        """Return the permission to change the row."""
        return str(get_permission_for_model(self.queryset.model, 'change'))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to the row, as for an address that was typed in."""
        return redirect(self.get_object(pk=pk).get_absolute_url())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide, or say why that is not possible."""
        row, decision = self.get_object(pk=pk), request.POST.get('decision', '')
        if decision in DECISIONS:
            self._decide(request, row, decision)
        is_there = type(row).objects.filter(pk=row.pk).exists()
        return redirect(row.get_absolute_url() if is_there else get_action_url(row, action='list'))

    def _decide(self, request: HttpRequest, row: Any, decision: str) -> None:
        try:
            decided = decide_link(row, decision, _key(request.POST.get('target', '')), request.user)
        except ValidationError as refusal:
            messages.warning(request, ' '.join(refusal.messages))
        except PermissionDenied as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, str(WORDS[decision]).format(row=decided))
            warn_of_shared_links(request, [decided])


@register_model_view(ProxmoxCluster, 'decide_link', path='decide-link')
class ClusterLinkDecisionView(LinkDecisionView):
    queryset = ProxmoxCluster.objects.all()


@register_model_view(ProxmoxNode, 'decide_link', path='decide-link')
class NodeLinkDecisionView(LinkDecisionView):
    queryset = ProxmoxNode.objects.all()


def _key(text: str) -> int | None:
    return next(iter(keys_of([text])), None)
