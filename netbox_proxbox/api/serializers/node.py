"""A Proxmox node in the REST API."""

from dcim.api.serializers import DeviceSerializer
from netbox.api.fields import ChoiceField
from netbox.api.serializers import PrimaryModelSerializer
from rest_framework import serializers

from netbox_proxbox.choices import LinkOriginChoices, MissingChoices
from netbox_proxbox.models import ProxmoxNode

from .cluster import ProxmoxClusterSerializer
from .endpoint import ProxmoxEndpointSerializer
from .related import RelatedLookupMixin

__all__ = ('ProxmoxNodeSerializer',)


class ProxmoxNodeSerializer(RelatedLookupMixin, PrimaryModelSerializer):
    """Memory and disk are in bytes, uptime in seconds; `cpu_usage` is as Proxmox reports it."""

    endpoint = ProxmoxEndpointSerializer(nested=True)
    proxmox_cluster = ProxmoxClusterSerializer(nested=True, required=False, allow_null=True)
    netbox_device = DeviceSerializer(nested=True, required=False, allow_null=True)
    cpu_usage_percent = serializers.FloatField(read_only=True)
    memory_usage_percent = serializers.FloatField(read_only=True)
    disk_usage_percent = serializers.FloatField(read_only=True)
    boot_time = serializers.DateTimeField(read_only=True, allow_null=True)
    support_level_label = serializers.CharField(read_only=True)
    missing_because = ChoiceField(choices=MissingChoices, allow_blank=True, read_only=True)
    link_origin = ChoiceField(choices=LinkOriginChoices, allow_blank=True, read_only=True)
    link_candidates = serializers.ListField(child=serializers.IntegerField(), read_only=True)
    link_ignored = serializers.JSONField(read_only=True)

    class Meta:
        model = ProxmoxNode
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'endpoint',
            'proxmox_cluster',
            'netbox_device',
            'link_origin',
            'link_candidates',
            'link_ignored',
            'name',
            'node_id',
            'ip_address',
            'online',
            'local',
            'cpu_usage',
            'cpu_usage_percent',
            'max_cpu',
            'memory_usage',
            'memory_usage_percent',
            'max_memory',
            'disk_usage',
            'disk_usage_percent',
            'max_disk',
            'uptime',
            'boot_time',
            'pve_version',
            'ssl_fingerprint',
            'support_level',
            'support_level_label',
            'online_since',
            'offline_since',
            'last_seen',
            'metrics_read_at',
            'missing_since',
            'missing_readings',
            'missing_because',
            'deletion_confirmed',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'name', 'description')
