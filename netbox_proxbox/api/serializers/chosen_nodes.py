"""What a decision about missing nodes names."""

from django.utils.translation import gettext as _
from rest_framework import serializers

__all__ = ('ChosenNodesSerializer',)


class ChosenNodesSerializer(serializers.Serializer[dict[str, list[int]]]):
    """Nodes of the endpoint, by id. Without the field, all nodes whose deletion waits for a decision."""

    nodes = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        required=False,
        allow_empty=False,
        max_length=10000,
    )

    def validate(self, attrs: dict[str, list[int]]) -> dict[str, list[int]]:
        """Refuse what is not known: a misspelled field would stand for all nodes."""
        if unknown := set(self.initial_data) - set(self.fields):
            raise serializers.ValidationError({name: _('This field is not known.') for name in sorted(unknown)})
        return attrs
