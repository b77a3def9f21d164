"""What a decision about missing nodes names."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

__all__ = ('HIGHEST_ID', 'ChosenNodesSerializer', 'ChosenSerializer', 'IdsField')

HIGHEST_ID = 2**63 - 1


class ChosenSerializer(serializers.Serializer[Any]):
    """What a request may leave out. What is not known is refused: a misspelled field would stand for all."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse fields that are not known."""
        if unknown := set(self.initial_data) - set(self.fields):
            raise serializers.ValidationError({name: _('This field is not known.') for name in sorted(unknown)})
        return attrs


class IdsField(serializers.ListField):
    """IDs of rows, which a request may leave out."""

    child = serializers.IntegerField(min_value=1, max_value=HIGHEST_ID)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_empty=False, max_length=10000, **kwargs)


class ChosenNodesSerializer(ChosenSerializer):
    """Nodes of the endpoint, by id. Without the field, all nodes whose deletion waits for a decision."""

    nodes = IdsField()
