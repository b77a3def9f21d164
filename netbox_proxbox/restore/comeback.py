"""What of a deleted row can come back, and what cannot and why. Asks nothing: all that counts was looked up before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from extras.models import JournalEntry

from netbox_proxbox.errors import several
from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode

from .deletions import Deletion, Logged
from .surroundings import Surroundings, references

__all__ = ('EMPTY', 'Comeback', 'Part', 'comeback')

# What a field holds that nobody has filled in.
EMPTY: Final[tuple[Any, ...]] = (None, '', [])


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a logged row that NetBox can still hold, and in words what it cannot."""

    pk: int
    fields: Mapping[str, Any]
    tags: Sequence[Any]
    lost: Sequence[str]


@dataclass(frozen=True, slots=True)
class Comeback:
    """A deleted row that comes back, or whose belongings come to the row that is back `onto`; or why neither does."""

    deletion: Deletion
    part: Part | None = None
    journal: Sequence[Part] = ()
    onto: Any = None
    refusal: str = ''
    lost: Sequence[str] = ()


def comeback(deletion: Deletion, around: Surroundings) -> Comeback:
    """Return what can become of a deletion."""
    if deletion.row is None:
        return Comeback(deletion, refusal=_('The change log does not reach back to its deletion any more.'))
    if deletion.pk in around.there[deletion.model]:
        return Comeback(deletion, refusal=_('It is there again.'))
    if deletion.was_deleted_again:
        return Comeback(deletion, refusal=_('It was restored, and deleted again later.'))
    part = _part(deletion.model, deletion.row, around)
    name = part.fields.get('name', '')
    onto = around.namesakes.get((deletion.model, name if deletion.model is ProxmoxNode else ''))
    if deletion.model is ProxmoxCluster and onto is not None and onto.name != name:
        return Comeback(deletion, refusal=_('The endpoint has another cluster now.'))
    entries = [each for each in deletion.journal if each.pk not in around.there[JournalEntry]]
    journal = [_part(JournalEntry, each, around) for each in entries]
    lost = [*part.lost, *_lost_of_journal(journal)]
    return Comeback(deletion, part, journal, onto, lost=lost)


def _part(model: type[Any], logged: Logged, around: Surroundings) -> Part:
    """Leave out of a logged row what refers to something that is gone, and what the model does not know any more."""
    data, known = logged.data, {column.name for column in model._meta.concrete_fields}
    fields = {name: value for name, value in data.items() if name in known}
    gone = [each for each in references(model) if _is_gone(each, data, around)]
    fields |= dict.fromkeys((each.name for each in gone), None)
    custom = data.get('custom_fields') or {}
    fields['custom_fields'] = {name: custom[name] for name in custom if name in around.custom_fields[model]}
    tags = data.get('tags') or []
    lost = [
        *(_('{field}: what it led to, with the ID {id}, is gone.').format(**_told(each, data)) for each in gone),
        *_lost_names(tags, around.tags, _('Tags that are gone: {names}.')),
        *_lost_names(_filled(custom), fields['custom_fields'], _('Custom fields that are gone: {names}.')),
    ]
    return Part(logged.pk, fields, [around.tags[name] for name in tags if name in around.tags], lost)


def _is_gone(reference: Any, data: Mapping[str, Any], around: Surroundings) -> bool:
    key = data.get(reference.name)
    return key is not None and key not in around.targets[reference.related_model]


def _told(reference: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    return {'field': str(reference.verbose_name), 'id': data[reference.name]}


def _filled(custom: Mapping[str, Any]) -> list[str]:
    return [name for name, value in custom.items() if value not in EMPTY]


def _lost_names(names: Sequence[str], there: Any, words: str) -> Iterator[str]:
    if lost := [name for name in names if name not in there]:
        yield words.format(names=several(lost))


def _lost_of_journal(journal: Sequence[Part]) -> Iterator[str]:
    if count := sum(bool(entry.lost) for entry in journal):
        words = ngettext(
            'One journal entry comes back without its author, or without tags or fields that are gone.',
            '{count} journal entries come back without their author, or without tags or fields that are gone.',
            count,
        )
        yield words.format(count=count)
