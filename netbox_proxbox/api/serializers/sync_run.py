"""A sync run in the REST API."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from netbox.api.fields import ChoiceField
from netbox.api.serializers import BaseModelSerializer
from rest_framework import serializers
from users.api.serializers import UserSerializer

from netbox_proxbox.choices import SyncStatusChoices, SyncTriggerChoices
from netbox_proxbox.models import SyncRun

from .endpoint import ProxmoxEndpointSerializer

__all__ = ('SyncRunSerializer',)


class SyncRunSerializer(BaseModelSerializer):
    """What happened in one run, and why. Nothing can be written; `duration` is in seconds."""

    endpoint = ProxmoxEndpointSerializer(nested=True, read_only=True)
    status = ChoiceField(choices=SyncStatusChoices, read_only=True)
    trigger = ChoiceField(choices=SyncTriggerChoices, read_only=True)
    user = UserSerializer(nested=True, read_only=True)
    duration = serializers.SerializerMethodField()

    class Meta:
        model = SyncRun
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'endpoint',
            'status',
            'trigger',
            'user',
            'request_id',
            'active_run',
            'is_preview',
            'applies',
            'requested_at',
            'started_at',
            'ended_at',
            'duration',
            'stages',
            'result',
            'changes',
            'plan',
            'warnings',
            'error_code',
            'cause',
            'cure',
        )
        read_only_fields = fields
        brief_fields = ('id', 'url', 'display', 'status', 'requested_at')

    @extend_schema_field(OpenApiTypes.FLOAT)
    def get_duration(self, run: SyncRun) -> float | None:
        """Return the seconds from start to end, once there is an end."""
        return run.duration.total_seconds() if run.duration is not None else None
