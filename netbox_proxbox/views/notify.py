"""The button *Notify me* of endpoints, clusters and nodes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from extras.models import EventRule
from netbox.views.generic.base import BaseObjectView
from utilities.permissions import get_permission_for_model
from utilities.views import register_model_view

from netbox_proxbox.events.rules import notify
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode

__all__ = ('ProxmoxClusterNotifyView', 'ProxmoxEndpointNotifyView', 'ProxmoxNodeNotifyView')


class _NotifyView(BaseObjectView):
    """Have who presses it notified of the events of an object, by an event rule that is theirs to change."""

    additional_permissions = ('extras.add_eventrule', 'extras.add_notificationgroup')

    def get_required_permission(self) -> str:
        """Return the permission to view."""
        return str(get_permission_for_model(self.queryset.model, 'view'))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to the object, as for an address that was typed in."""
        return redirect(self.get_object(pk=pk).get_absolute_url())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the rule, and say where it is."""
        about: Any = self.get_object(pk=pk)
        try:
            rule, is_new = notify(request.user, about)
        except PermissionDenied as refusal:
            messages.error(request, str(refusal))
        except ValidationError as problem:
            messages.error(request, ' '.join(problem.messages))
        else:
            say = messages.success if rule.enabled else messages.warning
            link = format_html('<a href="{}">{}</a>', rule.get_absolute_url(), rule)
            say(request, format_html(_words(rule, is_new=is_new), object=about, rule=link))
        return redirect(about.get_absolute_url())


def _words(rule: EventRule, *, is_new: bool) -> str:
    if is_new:
        return _('You will be notified of what happens to {object}, by the event rule {rule}.')
    if rule.enabled:
        return _('You are notified of what happens to {object} already, by the event rule {rule}.')
    return _('You are not notified of what happens to {object}: the event rule {rule} is disabled. Enable it there.')


@register_model_view(ProxmoxEndpoint, 'notify')
class ProxmoxEndpointNotifyView(_NotifyView):
    """Of all events of an endpoint."""

    queryset = ProxmoxEndpoint.objects.all()


@register_model_view(ProxmoxCluster, 'notify')
class ProxmoxClusterNotifyView(_NotifyView):
    """Of all events of a cluster, its nodes and its endpoint."""

    queryset = ProxmoxCluster.objects.all()


@register_model_view(ProxmoxNode, 'notify')
class ProxmoxNodeNotifyView(_NotifyView):
    """Of all events of a node."""

    queryset = ProxmoxNode.objects.all()
