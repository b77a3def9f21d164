"""What a decision about the link of a row names."""

from rest_framework import serializers

from netbox_proxbox.sync.decide_link import DECISIONS

from .chosen_nodes import HIGHEST_ID, ChosenSerializer

__all__ = ('LinkDecisionSerializer',)


class LinkDecisionSerializer(ChosenSerializer):
    """`target` is the ID of one of the candidates: `link` and `refuse` are about one."""

    decision = serializers.ChoiceField(choices=sorted(DECISIONS))
    target = serializers.IntegerField(min_value=1, max_value=HIGHEST_ID, required=False)
