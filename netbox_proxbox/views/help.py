"""What the forms are about, in words: a text for each model among the templates, so that it needs no network."""

from typing import Any

from django.db.models import Model
from django.template.loader import render_to_string
from django.views.generic import TemplateView
from utilities.views import ConditionalLoginRequiredMixin, register_model_view

from netbox_proxbox.models import ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode

__all__ = ('ProxboxBackendHelpView', 'ProxmoxClusterHelpView', 'ProxmoxEndpointHelpView', 'ProxmoxNodeHelpView')


class HelpView(ConditionalLoginRequiredMixin, TemplateView):
    """A text in Markdown, for everybody who may use NetBox."""

    template_name = 'netbox_proxbox/help.html'
    model: type[Model]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the text."""
        text = render_to_string(f'netbox_proxbox/help/{self.model._meta.model_name}.md')
        return {**super().get_context_data(**kwargs), 'model': self.model, 'text': text}


@register_model_view(ProxboxBackend, 'help', detail=False)
class ProxboxBackendHelpView(HelpView):
    model = ProxboxBackend


@register_model_view(ProxmoxEndpoint, 'help', detail=False)
class ProxmoxEndpointHelpView(HelpView):
    model = ProxmoxEndpoint


@register_model_view(ProxmoxCluster, 'help', detail=False)
class ProxmoxClusterHelpView(HelpView):
    model = ProxmoxCluster


@register_model_view(ProxmoxNode, 'help', detail=False)
class ProxmoxNodeHelpView(HelpView):
    model = ProxmoxNode
