"""A Proxmox endpoint in the REST API."""

from netbox.api.fields import ChoiceField, RelatedObjectCountField
from netbox.api.serializers import PrimaryModelSerializer

from netbox_proxbox.choices import ModeChoices
from netbox_proxbox.models import ProxmoxEndpoint

from .backend import ProxboxBackendSerializer
from .fields import CrontabScheduleSerializer, IntervalScheduleSerializer, SecretSerializerField

__all__ = ('ProxmoxEndpointSerializer',)


class ProxmoxEndpointSerializer(PrimaryModelSerializer):
    """Password and token value can be written and never read. The mode is what the last sync found."""

    backend = ProxboxBackendSerializer(nested=True)
    password = SecretSerializerField()
    token_value = SecretSerializerField()
    mode = ChoiceField(choices=ModeChoices, read_only=True)
    sync_interval = IntervalScheduleSerializer(required=False, allow_null=True)
    sync_crontab = CrontabScheduleSerializer(required=False, allow_null=True)
    node_count = RelatedObjectCountField('nodes')

    class Meta:
        model = ProxmoxEndpoint
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'name',
            'backend',
            'domain',
            'ip_address',
            'port',
            'username',
            'password',
            'token_name',
            'token_value',
            'verify_ssl',
            'timeout',
            'enabled',
            'mode',
            'sync_interval',
            'sync_crontab',
            'next_sync_at',
            'last_read_at',
            'node_count',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'name', 'description')
