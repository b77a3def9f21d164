"""A Proxmox cluster in the REST API."""

from netbox.api.fields import ChoiceField, RelatedObjectCountField
from netbox.api.serializers import PrimaryModelSerializer
from rest_framework import serializers
from virtualization.api.serializers import ClusterSerializer

from netbox_proxbox.choices import LinkOriginChoices, ModeChoices
from netbox_proxbox.models import ProxmoxCluster

from .endpoint import ProxmoxEndpointSerializer
from .related import RelatedLookupMixin

__all__ = ('ProxmoxClusterSerializer',)


class ProxmoxClusterSerializer(RelatedLookupMixin, PrimaryModelSerializer):
    """`nodes_count` is what Proxmox reported, `node_count` how many nodes NetBox holds."""

    endpoint = ProxmoxEndpointSerializer(nested=True)
    netbox_cluster = ClusterSerializer(nested=True, required=False, allow_null=True)
    mode = ChoiceField(choices=ModeChoices, required=False)
    node_count = RelatedObjectCountField('nodes')
    link_origin = ChoiceField(choices=LinkOriginChoices, allow_blank=True, read_only=True)
    link_candidates = serializers.ListField(child=serializers.IntegerField(), read_only=True)
    link_ignored = serializers.JSONField(read_only=True)

    class Meta:
        model = ProxmoxCluster
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'endpoint',
            'netbox_cluster',
            'link_origin',
            'link_candidates',
            'link_ignored',
            'name',
            'cluster_id',
            'mode',
            'nodes_count',
            'node_count',
            'quorate',
            'version',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'name', 'description')
