"""A run as its endpoint shows it."""

from netbox.api.fields import ChoiceField
from netbox.api.serializers import BaseModelSerializer

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.models import SyncRun

__all__ = ('LastRunSerializer',)


class LastRunSerializer(BaseModelSerializer):
    """How the run ended, and why."""

    status = ChoiceField(choices=SyncStatusChoices, read_only=True)

    class Meta:
        model = SyncRun
        fields = ('id', 'url', 'display', 'status', 'requested_at', 'ended_at', 'cause', 'cure')
        read_only_fields = fields
