"""A Proxmox endpoint in the REST API."""

from collections.abc import Mapping
from typing import Any

from dcim.api.serializers import (
    DeviceRoleSerializer,
    DeviceTypeSerializer,
    LocationSerializer,
    PlatformSerializer,
    SiteSerializer,
)
from dcim.choices import DeviceStatusChoices
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from extras.api.serializers import TagSerializer
from extras.models import Tag
from netbox.api.fields import ChoiceField, RelatedObjectCountField, SerializedPKRelatedField
from netbox.api.serializers import PrimaryModelSerializer
from rest_framework import serializers
from tenancy.api.serializers import TenantSerializer
from users.api.serializers import UserSerializer
from virtualization.api.serializers import ClusterGroupSerializer, ClusterSerializer, ClusterTypeSerializer

from netbox_proxbox.choices import (
    AbsenceChoices,
    HeldReadingChoices,
    LinkingChoices,
    ModeChoices,
    ReadingDecisionChoices,
)
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.models.creation import CREATION
from netbox_proxbox.models.linking_rules import LINKING
from netbox_proxbox.runs.last_runs import attempts
from netbox_proxbox.schedules.overdue import is_overdue
from netbox_proxbox.schedules.rows import default_row

from .backend import ProxboxBackendSerializer
from .fields import CrontabScheduleSerializer, IntervalScheduleSerializer, SecretSerializerField
from .last_run import LastRunSerializer
from .related import RelatedLookupMixin

__all__ = ('ProxmoxEndpointSerializer',)

SCHEDULE = ('sync_interval', 'sync_crontab')


class ProxmoxEndpointSerializer(RelatedLookupMixin, PrimaryModelSerializer):
    """Password and token value can be written and never read. What syncs noted can be read and not written.

    Without a backend, Proxmox VE is read directly.
    """

    backend = ProxboxBackendSerializer(nested=True, required=False, allow_null=True)
    password = SecretSerializerField()
    token_value = SecretSerializerField()
    mode = ChoiceField(choices=ModeChoices, read_only=True)
    held_because = ChoiceField(choices=HeldReadingChoices, allow_blank=True, read_only=True)
    held_decision = ChoiceField(choices=ReadingDecisionChoices, allow_blank=True, read_only=True)
    held_reading = serializers.DictField(read_only=True)
    when_node_disappears = ChoiceField(choices=AbsenceChoices, required=False)
    link_nodes = ChoiceField(choices=LinkingChoices, required=False)
    link_clusters = ChoiceField(choices=LinkingChoices, required=False)
    link_site = SiteSerializer(nested=True, required=False, allow_null=True)
    link_location = LocationSerializer(nested=True, required=False, allow_null=True)
    link_cluster = ClusterSerializer(nested=True, required=False, allow_null=True)
    link_tenant = TenantSerializer(nested=True, required=False, allow_null=True)
    link_role = DeviceRoleSerializer(nested=True, required=False, allow_null=True)
    create_site = SiteSerializer(nested=True, required=False, allow_null=True)
    create_location = LocationSerializer(nested=True, required=False, allow_null=True)
    create_tenant = TenantSerializer(nested=True, required=False, allow_null=True)
    create_role = DeviceRoleSerializer(nested=True, required=False, allow_null=True)
    create_device_type = DeviceTypeSerializer(nested=True, required=False, allow_null=True)
    create_platform = PlatformSerializer(nested=True, required=False, allow_null=True)
    create_status = ChoiceField(choices=DeviceStatusChoices, required=False)
    create_cluster_type = ClusterTypeSerializer(nested=True, required=False, allow_null=True)
    create_cluster_group = ClusterGroupSerializer(nested=True, required=False, allow_null=True)
    create_tags = SerializedPKRelatedField(
        queryset=Tag.objects.all(), serializer=TagSerializer, nested=True, required=False, many=True
    )
    creation_user = UserSerializer(nested=True, read_only=True, allow_null=True)
    sync_interval = IntervalScheduleSerializer(required=False, allow_null=True)
    sync_crontab = CrontabScheduleSerializer(required=False, allow_null=True)
    is_overdue = serializers.SerializerMethodField()
    last_run = serializers.SerializerMethodField()
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
            'ca_certificate',
            'tls_fingerprint',
            'further_addresses',
            'use_other_members',
            'timeout',
            'enabled',
            'when_node_disappears',
            'keep_readings',
            'deletion_limit',
            *LINKING,
            *CREATION,
            'creation_user',
            'mode',
            'pve_version',
            'last_address',
            'members',
            'sync_interval',
            'sync_crontab',
            'next_sync_at',
            'overdue_at',
            'is_overdue',
            'last_read_at',
            'held_since',
            'held_because',
            'held_reading',
            'held_decision',
            'failures',
            'paused_until',
            'pause_cause',
            'last_run',
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
        # What the model takes apart, such as a URL in place of the host name.
        model_clean_fields = (
            *('domain', 'ip_address', 'port', 'username', 'token_name', 'token_value'),
            *('further_addresses', 'ca_certificate', 'tls_fingerprint'),
        )

    @extend_schema_field(OpenApiTypes.BOOL)
    def get_is_overdue(self, endpoint: ProxmoxEndpoint) -> bool:
        """Tell whether the endpoint was not read by its deadline; lists bring the answer with them."""
        found = getattr(endpoint, 'is_overdue', None)
        return is_overdue(endpoint) if found is None else bool(found)

    @extend_schema_field(LastRunSerializer(allow_null=True))
    def get_last_run(self, endpoint: ProxmoxEndpoint) -> dict[str, Any] | None:
        """Return the newest run that the user may see; lists bring it with them."""
        request = self.context.get('request')
        runs = getattr(endpoint, 'last_runs', None)
        if runs is None:
            runs = attempts(request.user if request else None).filter(endpoint=endpoint)[:1]
        return next((LastRunSerializer(run, context=self.context).data for run in runs), None)

    def validate(self, data: Any) -> Any:
        """Let the kind of schedule that is named replace the other. A new endpoint that names none gets the default."""
        if not self.nested:
            data |= _schedule_of(data, is_new=self.instance is None)
        return super().validate(data)


def _schedule_of(data: Mapping[str, Any], *, is_new: bool) -> dict[str, Any]:
    """Return what a request means by the schedule that it names, or does not name; null means none."""
    match data.get('sync_interval'), data.get('sync_crontab'):
        case None, None if is_new and data.keys().isdisjoint(SCHEDULE):
            return {'sync_interval': default_row()}
        case interval, None if interval is not None:
            return {'sync_crontab': None}
        case None, crontab if crontab is not None:
            return {'sync_interval': None}
    return {}
