"""What an endpoint says of nodes that disappear, and what a node holds that did."""

from datetime import datetime
from typing import Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from netbox_proxbox.choices import AbsenceChoices, MissingChoices
from netbox_proxbox.configuration import current_settings

from .documented import DocumentedModel

__all__ = ('ABSENCE', 'POLICY', 'AbsencePolicyModel', 'MissingModel')

POLICY: Final = ('when_node_disappears', 'keep_readings', 'deletion_limit')
ABSENCE: Final = ('missing_since', 'missing_readings', 'missing_because', 'deletion_confirmed')


def default_when_node_disappears() -> str:
    """Return what the plugin's settings say for new endpoints."""
    return str(current_settings()['when_node_disappears'])


def default_keep_readings() -> int:
    """Return what the plugin's settings say for new endpoints."""
    return int(current_settings()['keep_readings'])


def default_deletion_limit() -> int:
    """Return what the plugin's settings say for new endpoints."""
    return int(current_settings()['deletion_limit'])


class AbsencePolicyModel(DocumentedModel):
    """Says what a sync does with nodes that a complete reading lacks."""

    when_node_disappears = models.CharField(
        _('when a node disappears'),
        max_length=20,
        choices=AbsenceChoices,
        default=default_when_node_disappears,
        db_default=AbsenceChoices.DELETE,
        help_text=_('From what a complete reading says. What was not read completely deletes nothing.'),
    )
    keep_readings = models.PositiveSmallIntegerField(
        _('readings to keep it for'),
        default=default_keep_readings,
        db_default=10,
        validators=[MinValueValidator(1), MaxValueValidator(32767)],
        help_text=_('Complete readings without the node, until a sync deletes it'),
    )
    deletion_limit = models.PositiveSmallIntegerField(
        _('deletion limit'),
        default=default_deletion_limit,
        db_default=30,
        validators=[MaxValueValidator(100)],
        help_text=_(
            'Percent of the known nodes. A sync that would delete more than these, and more than one node, waits for '
            'a decision. 100: no limit.'
        ),
    )

    class Meta:
        abstract = True


class MissingModel(models.Model):
    """Notes that the last complete reading lacked the row: since when, how often in a row, and why it is still there.

    `deletion_confirmed` is a person's answer to a held deletion; a sync carries it out if a reading that began after
    `deletion_confirmed_at` still lacks the row.
    """

    missing_since = models.DateTimeField(_('missing since'), null=True, blank=True, editable=False)
    missing_readings = models.PositiveSmallIntegerField(
        _('readings without it'), default=0, db_default=0, editable=False
    )
    missing_because = models.CharField(
        _('why it is still here'),
        max_length=20,
        choices=MissingChoices,
        blank=True,
        default='',
        db_default='',
        editable=False,
    )
    deletion_confirmed = models.BooleanField(_('deletion confirmed'), default=False, db_default=False, editable=False)
    deletion_confirmed_at = models.DateTimeField(_('deletion confirmed at'), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_missing(self) -> bool:
        """Whether the last complete reading lacked the row."""
        return bool(self.missing_because)

    @property
    def is_held(self) -> bool:
        """Whether its deletion waits for a person's decision."""
        return self.missing_because in MissingChoices.HELD

    def is_confirmed_before(self, read_at: datetime) -> bool:
        """Whether a person confirmed its deletion before a reading began."""
        at = self.deletion_confirmed_at
        return self.deletion_confirmed and (at is None or at <= read_at)

    def get_missing_because_color(self) -> str | None:
        """Return the color of the badge."""
        return MissingChoices.colors.get(self.missing_because)
