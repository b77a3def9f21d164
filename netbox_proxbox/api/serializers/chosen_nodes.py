"""What a decision about missing nodes names."""

from rest_framework import serializers

__all__ = ('ChosenNodesSerializer',)


class ChosenNodesSerializer(serializers.Serializer[dict[str, list[int]]]):
    """Nodes of the endpoint, by id. Without any, all nodes whose deletion waits for a decision."""

    nodes = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), required=False, max_length=10000
    )
