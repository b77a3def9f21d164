"""What a restore names, and what became of it."""

from typing import Any

from rest_framework import serializers

from netbox_proxbox.restore.restore import Returned

from .chosen_nodes import ChosenNodesSerializer, IdsField

__all__ = ('ChosenDeletionsSerializer', 'OutcomeSerializer')


class ChosenDeletionsSerializer(ChosenNodesSerializer):
    """Rows that the run deleted, by the ids that they had, and rows whose link is to be taken back.

    Without any, all that the run deleted.
    """

    clusters = IdsField()
    unlink_clusters = IdsField()
    unlink_nodes = IdsField()


class ReturnedSerializer(serializers.Serializer[Returned]):
    """A row that is there; `lost` says what of the deleted one did not come with it."""

    object_type = serializers.CharField(source='row._meta.label_lower')
    id = serializers.IntegerField(source='row.pk')
    name = serializers.CharField(source='row.name')
    lost = serializers.ListField(child=serializers.CharField())


class LeftOutSerializer(serializers.Serializer[Any]):
    """A row that is not restored, and why."""

    name = serializers.CharField()
    why = serializers.CharField()


class OutcomeSerializer(serializers.Serializer[Any]):
    """What is restored; which rows got what the one had in whose place they are; what is left out; what lost a link."""

    restored = ReturnedSerializer(many=True)
    moved = ReturnedSerializer(many=True)
    left_out = LeftOutSerializer(many=True)
    unlinked = serializers.ListField(child=serializers.CharField())
