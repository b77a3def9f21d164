"""What of a run can be undone: the lines of the page that asks, and the button that leads there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from netbox.ui import actions

from netbox_proxbox.errors import several
from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode
from netbox_proxbox.restore.belongings import belongings
from netbox_proxbox.restore.comeback import EMPTY, Comeback, Part
from netbox_proxbox.restore.links import links_made_by
from netbox_proxbox.restore.offers import offers
from netbox_proxbox.sync.apply import change_record

from .named_links import with_names_of_links

__all__ = ('BOXES', 'UNLINK_BOXES', 'LinkLine', 'RestoreAction', 'RestoreLine', 'link_lines', 'restore_lines')

# Under which name a form, and the REST API, has the keys of what is chosen.
BOXES: Final[Mapping[str, type[Any]]] = {'clusters': ProxmoxCluster, 'nodes': ProxmoxNode}
UNLINK_BOXES: Final[Mapping[str, type[Any]]] = {f'unlink_{box}': model for box, model in BOXES.items()}
# Beside links, tags and custom fields.
WRITTEN: Final = ('owner', 'description', 'comments')


class RestoreAction(actions.LinkAction):
    """The button on the changes of a run of which the user can undo something."""

    def __init__(self) -> None:
        label = gettext_lazy('Restore…')
        super().__init__('plugins:netbox_proxbox:syncrun_restore', label=label, button_icon='restore')

    def get_url(self, context: Any) -> str:
        """Return the page that asks."""
        return reverse(self.view_name, args=[context['object'].pk])

    def render(self, context: Any) -> str:
        """Return the button, or nothing. An ordinary run deleted and linked nothing, and costs no query."""
        run, user = context['object'], context['request'].user
        is_of_use = any(offer.part for offer in offers(run, user)) or links_made_by(run, user)
        return str(super().render(context)) if is_of_use else ''


@dataclass(frozen=True, slots=True)
class RestoreLine:
    """One deleted row: the box that stands for it, and what comes back and what does not, in words."""

    box: str
    pk: int
    kind: str
    name: str
    onto: Any
    brings: Sequence[str]
    lost: Sequence[str]
    refusal: str


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One link that the run made: the box that stands for it, and what it leads to as far as the user may see it."""

    box: str
    row: Any
    target: str


def link_lines(rows: Sequence[Any], user: Any) -> list[LinkLine]:
    """Return a line for each row with a link of the run. One query for each kind of link."""
    boxes = {model: box for box, model in UNLINK_BOXES.items()}
    records = [change_record('update', row, {row.link: [None, getattr(row, f'{row.link}_id')]}) for row in rows]
    named = with_names_of_links(records, user)
    return [
        LinkLine(box=boxes[type(row)], row=row, target=record['fields'][row.link][1])
        for row, record in zip(rows, named, strict=True)
    ]


def restore_lines(found: Sequence[Comeback], user: Any) -> list[RestoreLine]:
    """Return a line for each deletion that the change log still has. One query more for each kind of link."""
    names = _names_of_links(found, user)
    boxes = {model: box for box, model in BOXES.items()}
    return [
        RestoreLine(
            box=boxes[offer.deletion.model],
            pk=offer.deletion.pk,
            kind=str(offer.deletion.model._meta.verbose_name),
            name=offer.deletion.name,
            onto=offer.onto,
            brings=list(_brings(offer, names)),
            lost=offer.lost,
            refusal=offer.refusal,
        )
        for offer in found
        if offer.deletion.row is not None
    ]


def _brings(offer: Comeback, names: Mapping[tuple[type[Any], Any], str]) -> Iterator[str]:
    """Say what comes back beside what Proxmox VE had reported, or what the row in its place gets."""
    if offer.part is None:
        return
    model, (fields, tags, custom) = offer.deletion.model, _given(offer, offer.part)
    link = model._meta.get_field(model.link)
    if (key := fields.get(link.name)) is not None:
        unseen = _('one that you may not see')
        yield f'{link.verbose_name}: {names.get((link.related_model, key), unseen)}'
    if tags:
        yield _('Tags: {names}').format(names=several([tag.name for tag in tags]))
    if custom:
        yield _('Custom fields: {names}').format(names=several(custom))
    yield from (str(model._meta.get_field(name).verbose_name).capitalize() for name in WRITTEN if fields.get(name))
    if count := len(offer.journal):
        yield ngettext('One journal entry', '{count} journal entries', count).format(count=count)


def _given(offer: Comeback, part: Part) -> tuple[Mapping[str, Any], Sequence[Any], list[str]]:
    """Return the fields, the tags and the names of custom fields that people gave the row, as far as they come back."""
    custom = [name for name, value in part.fields['custom_fields'].items() if value not in EMPTY]
    if offer.onto is None:
        return part.fields, part.tags, custom
    news, held = belongings(part, offer.onto), offer.onto.custom_field_data
    return (
        _by_name(offer.deletion.model, news.fields),
        news.tags,
        [name for name in custom if held.get(name) in EMPTY],
    )


def _by_name(model: type[Any], columns: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.attname: field.name for field in model._meta.concrete_fields}
    return {names[column]: value for column, value in columns.items()}


def _names_of_links(found: Sequence[Comeback], user: Any) -> dict[tuple[type[Any], Any], str]:
    """Return the names of what rows were linked to, as far as the user may see it."""
    wanted: dict[Any, set[int]] = {}
    for offer in found:
        link = offer.deletion.model._meta.get_field(offer.deletion.model.link)
        if offer.part is not None and (key := offer.part.fields.get(link.name)) is not None:
            wanted.setdefault(link.related_model, set()).add(key)
    return {
        (model, row.pk): str(row)
        for model, keys in wanted.items()
        for row in model.objects.restrict(user, 'view').filter(pk__in=keys)
    }
