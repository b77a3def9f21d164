"""Choosing the Proxmox side of a NetBox cluster or a device."""

from typing import Any

from dcim.models import Device
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from netbox.views.generic.base import BaseObjectView
from utilities.exceptions import PermissionsViolation
from utilities.views import register_model_view
from virtualization.models import Cluster

from netbox_proxbox.forms.links import ClusterLinkForm, DeviceLinkForm, LinkForm

__all__ = ('ClusterLinkView', 'DeviceLinkView')


class LinkView(BaseObjectView):
    """A form with one field. It needs the permission to change the Proxmox rows; the NetBox object stays as it is."""

    template_name = 'netbox_proxbox/link.html'
    form: type[LinkForm]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what is linked."""
        target = self.get_object(pk=pk)
        return self._show(request, target, self.form(target=target, user=request.user))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Link what was chosen, and unlink what was shown and is not."""
        target = self.get_object(pk=pk)
        form = self.form(request.POST, target=target, user=request.user)
        if form.is_valid():
            try:
                self._save(form)
            except PermissionsViolation as refusal:
                form.add_error('rows', refusal.message)
            except ValidationError as refusal:
                form.add_error('rows', refusal)
            else:
                messages.success(request, _('The links of {target} were saved.').format(target=target))
                return redirect(target.get_absolute_url())
        return self._show(request, target, form)

    def _show(self, request: HttpRequest, target: Any, form: LinkForm) -> HttpResponse:
        context = {'object': target, 'form': form, 'return_url': target.get_absolute_url()}
        return render(request, self.template_name, context)

    def _save(self, form: LinkForm) -> None:
        with transaction.atomic():
            changes = form.locked_changes()
            for row, target in changes.items():
                row.snapshot()
                setattr(row, form.relation, target)
                row.save(update_fields=[form.relation, 'last_updated'])
            if form.changeable.filter(pk__in=[row.pk for row in changes]).count() != len(changes):
                raise PermissionsViolation


@register_model_view(Cluster, 'proxmox_link', path='proxmox-link')
class ClusterLinkView(LinkView):
    queryset = Cluster.objects.all()
    additional_permissions = ['netbox_proxbox.change_proxmoxcluster']
    form = ClusterLinkForm

    def get_required_permission(self) -> str:
        """Return the permission to see the NetBox cluster."""
        return 'virtualization.view_cluster'


@register_model_view(Device, 'proxmox_link', path='proxmox-link')
class DeviceLinkView(LinkView):
    queryset = Device.objects.all()
    additional_permissions = ['netbox_proxbox.change_proxmoxnode']
    form = DeviceLinkForm

    def get_required_permission(self) -> str:
        """Return the permission to see the device."""
        return 'dcim.view_device'
