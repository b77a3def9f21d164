"""A heartbeat as NetBox's notifications show it; it has no address of its own."""

from netbox.api.fields import ChoiceField
from netbox.api.serializers import BaseModelSerializer

from netbox_proxbox.choices import HeartbeatKindChoices
from netbox_proxbox.models import Heartbeat

__all__ = ('HeartbeatSerializer',)


class HeartbeatSerializer(BaseModelSerializer):
    """Who was heard, and when last."""

    kind = ChoiceField(choices=HeartbeatKindChoices, read_only=True)

    class Meta:
        model = Heartbeat
        fields = ('id', 'display', 'kind', 'instance', 'seen_at')
        brief_fields = fields
        read_only_fields = fields
