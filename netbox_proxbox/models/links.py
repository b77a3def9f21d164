"""The link of a row to one of NetBox's objects: where it is from, what may be it, and what it is in branches."""

from typing import Any, Final

from django.db import models, router
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from utilities.exceptions import AbortRequest

from netbox_proxbox.choices import LinkOriginChoices
from netbox_proxbox.database.branching import is_in_a_branch

from .synced import SyncedModel

__all__ = ('LINK', 'LinkedModel', 'protect_in_main', 'set_null_in_main')

LINK: Final = ('link_origin', 'link_candidates', 'link_ignored')


def set_null_in_main(collector: Any, field: Any, rows: Any, using: str) -> None:
    """SET_NULL, but not for an object that is deleted in a branch: it is still in main, and so is the link.

    NetBox clears a link before the deletion as a person would; that nobody removed it is set right afterwards. But who
    deletes what a sync has created wants no other.
    """
    if using == router.db_for_write(field.model):
        models.SET_NULL(collector, field, rows, using)
        if field.name == getattr(field.model, 'link', None):
            origin = field.model._meta.get_field('link_origin')
            created = [row for row in rows if row.link_origin == LinkOriginChoices.CREATED]
            collector.add_field_update(origin, LinkOriginChoices.REMOVED, created)
            collector.add_field_update(origin, '', [row for row in rows if row not in created])


def protect_in_main(collector: Any, field: Any, rows: Any, using: str) -> None:
    """PROTECT, but not an object that is deleted in a branch: it is still in main."""
    if using == router.db_for_write(field.model):
        models.PROTECT(collector, field, rows, using)


class LinkedModel(SyncedModel):
    """Has a `link`, the name of a foreign key. The row is in main, and so must be what it leads to. `link_setting` is
    the field of the endpoint that says whether rules link it.

    `link_candidates` are the keys of objects of which a rule cannot tell whether the row is one. `link_ignored` are
    those of objects that it is not, as a person said, or true where no rule is to look at the row.
    """

    link = ''
    link_setting = ''

    link_origin = models.CharField(
        gettext_lazy('where its link is from'),
        max_length=20,
        choices=LinkOriginChoices,
        blank=True,
        default='',
        db_default='',
        editable=False,
    )
    link_candidates = models.JSONField(
        gettext_lazy('link candidates'), blank=True, default=list, db_default=[], editable=False
    )
    link_ignored = models.JSONField(
        gettext_lazy('ignored link candidates'), blank=True, default=list, db_default=[], editable=False
    )

    class Meta:
        abstract = True

    @property
    def is_linked_by_rule(self) -> bool:
        """Whether a rule has made the link."""
        return self._linked_to is not None and self.link_origin in LinkOriginChoices.BY_RULE

    @property
    def may_be_linked(self) -> bool:
        """Whether a rule may link the row: it has no link, and no person has decided that it gets none."""
        is_decided = self.link_ignored is True or self.link_origin == LinkOriginChoices.REMOVED
        return self._linked_to is None and not is_decided

    def get_link_origin_color(self) -> str | None:
        """Return the color of the badge."""
        return LinkOriginChoices.colors.get(self.link_origin)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, but no link of a branch. Raises AbortRequest for a new one; NetBox shows its message.

        Before NetBox deletes an object it clears and saves the links to it. One that is deleted in a branch is deleted
        in main when the branch is merged, and then the link is cleared, too.

        A link that is set or removed without a rule's name is a person's.
        """
        field: Any = self._meta.get_field(self.link)
        if is_in_a_branch(field.related_model, type(self)) and self.is_edited(field.attname):
            if self._linked_to is not None:
                raise AbortRequest(format_html(_('{row} is kept in main: deactivate the branch to link it.'), row=self))
            if not self._state.adding:
                return
        named = kwargs.get('update_fields')
        if (named is None or field.attname in self.columns_of(named)) and (noted := self._decision()):
            for name, value in noted.items():
                setattr(self, name, value)
            kwargs['update_fields'] = None if named is None else {*named, *noted}
        super().save(*args, **kwargs)

    @property
    def _linked_to(self) -> int | None:
        pk: int | None = getattr(self, f'{self.link}_id')
        return pk

    def _decision(self) -> dict[str, Any]:
        """Return what a person's decision about the link is noted as; nothing if there is none."""
        is_linked = self._linked_to is not None
        if self._state.adding:
            return {'link_origin': LinkOriginChoices.PERSON} if is_linked and not self.link_origin else {}
        if not self.is_edited(f'{self.link}_id') or self.is_edited('link_origin'):
            return {}
        origin = LinkOriginChoices.PERSON if is_linked else LinkOriginChoices.REMOVED
        return {'link_origin': origin, 'link_candidates': []}
