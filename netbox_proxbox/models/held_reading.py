"""A whole reading that was not believed: why, what it was of, and what a person decided."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from netbox_proxbox.choices import HeldReadingChoices, ReadingDecisionChoices

from .documented import DocumentedModel

__all__ = ('NOTHING_HELD', 'HeldReadingModel')

NOTHING_HELD: Final[Mapping[str, Any]] = {
    'held_since': None,
    'held_because': '',
    'held_reading': {},
    'held_decision': '',
}
# What a reading is recognized by.
IDENTITY: Final = ('mode', 'name', 'nodes', 'cluster', 'renames')


class HeldReadingModel(DocumentedModel):
    """Notes a reading that contradicts what is known of an endpoint, and waits for a person's decision.

    `held_reading` is what the question is about: `mode`, `name`, `version` and the names of the `nodes` that were read,
    the key of the `cluster` that is known, and in `renames` the known nodes by name, each with the new name that it may
    have. A decision holds for that reading and for no other; it adds in `confirmed` the keys of the nodes that go.
    """

    held_since = models.DateTimeField(_('held since'), null=True, blank=True, editable=False)
    held_because = models.CharField(
        _('why its reading is held'),
        max_length=30,
        choices=HeldReadingChoices,
        blank=True,
        default='',
        db_default='',
        editable=False,
    )
    held_reading = models.JSONField(_('held reading'), blank=True, default=dict, db_default={}, editable=False)
    held_decision = models.CharField(
        _('decision'),
        max_length=20,
        choices=ReadingDecisionChoices,
        blank=True,
        default='',
        db_default='',
        editable=False,
    )

    class Meta:
        abstract = True

    def is_asked(self, because: str, reading: Mapping[str, Any]) -> bool:
        """Whether a reading that is not believed, and why, is what the question is about. Its version may have grown.

        The names of its nodes are sorted.
        """
        held = self.held_reading
        if self.held_because != because or any(held.get(name) != reading[name] for name in IDENTITY):
            return False
        before, now = held.get('version'), reading['version']
        return before is None or now is None or now >= before

    def get_held_because_color(self) -> str | None:
        """Return the color of the badge."""
        return HeldReadingChoices.colors.get(self.held_because)
