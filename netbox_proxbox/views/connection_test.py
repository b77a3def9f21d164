"""The buttons that test a connection, of what is stored and of what is in a form.

They need the permission to change the object, or to add one: a success ends the pause of a backend, as saving it does,
and whoever tests is about to correct what is wrong.
"""

from utilities.views import register_model_view

from netbox_proxbox import forms
from netbox_proxbox.connection_test import check_backend, check_endpoint, check_unsaved_backend, check_unsaved_endpoint
from netbox_proxbox.health.findings import Finding
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint

from .testing import TestConnectionView, TestValuesView

__all__ = (
    'ProxboxBackendTestConnectionView',
    'ProxboxBackendTestValuesView',
    'ProxmoxEndpointTestConnectionView',
    'ProxmoxEndpointTestValuesView',
)


@register_model_view(ProxboxBackend, 'test_connection', path='test-connection')
class ProxboxBackendTestConnectionView(TestConnectionView):
    queryset = ProxboxBackend.objects.all()
    check = staticmethod(check_backend)


@register_model_view(ProxboxBackend, 'test_new_values', path='test-values', detail=False)
@register_model_view(ProxboxBackend, 'test_values', path='test-values')
class ProxboxBackendTestValuesView(TestValuesView):
    queryset = ProxboxBackend.objects.all()
    form = forms.ProxboxBackendForm
    check = staticmethod(check_unsaved_backend)


@register_model_view(ProxmoxEndpoint, 'test_connection', path='test-connection')
class ProxmoxEndpointTestConnectionView(TestConnectionView):
    queryset = ProxmoxEndpoint.objects.select_related('backend')

    def check(self, instance: ProxmoxEndpoint) -> list[Finding]:
        """Test, and tell the user of no endpoint that they may not view."""
        return check_endpoint(instance, viewer=self.request.user)


@register_model_view(ProxmoxEndpoint, 'test_new_values', path='test-values', detail=False)
@register_model_view(ProxmoxEndpoint, 'test_values', path='test-values')
class ProxmoxEndpointTestValuesView(TestValuesView):
    queryset = ProxmoxEndpoint.objects.select_related('backend')
    form = forms.ProxmoxEndpointForm

    def check(self, instance: ProxmoxEndpoint) -> list[Finding]:
        """Test, and tell the user of no endpoint that they may not view."""
        return check_unsaved_endpoint(instance, viewer=self.request.user)
