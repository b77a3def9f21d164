"""A proxbox-api backend in the REST API."""

from django.utils.translation import gettext_lazy as _
from netbox.api.fields import RelatedObjectCountField
from netbox.api.serializers import PrimaryModelSerializer

from netbox_proxbox.models import ProxboxBackend

from .fields import SecretSerializerField
from .related import RelatedLookupMixin

__all__ = ('ProxboxBackendSerializer',)


class ProxboxBackendSerializer(RelatedLookupMixin, PrimaryModelSerializer):
    """The API key can be written and never read. Version and pause are the worker's notes."""

    api_key = SecretSerializerField(
        required=True, help_text=_('A key registered with proxbox-api, of 32 characters or more')
    )
    endpoint_count = RelatedObjectCountField('endpoints')

    class Meta:
        model = ProxboxBackend
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'name',
            'base_url',
            'api_key',
            'verify_tls',
            'enabled',
            'max_concurrent',
            'timeout',
            'version',
            'is_paused',
            'paused_until',
            'pause_cause',
            'endpoint_count',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'name', 'description')
