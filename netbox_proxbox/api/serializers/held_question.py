"""What a decision about a held reading names."""

from rest_framework import serializers

from .chosen_nodes import ChosenSerializer

__all__ = ('HeldQuestionSerializer',)


class HeldQuestionSerializer(ChosenSerializer):
    """The question that is answered, by its time. Without the field, the one that is open."""

    held_since = serializers.DateTimeField(required=False)
