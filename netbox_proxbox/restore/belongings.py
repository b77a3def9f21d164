"""What a deleted row had that the row which is back in its place lacks. Asks nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from netbox_proxbox.choices import LinkOriginChoices

from .comeback import EMPTY, Part

__all__ = ('Belongings', 'belongings')


@dataclass(frozen=True, slots=True)
class Belongings:
    """Fields by the names of their columns, and tags."""

    fields: Mapping[str, Any]
    tags: Sequence[Any]


def belongings(part: Part, row: Any) -> Belongings:
    """Return what the row gets: it keeps all that it has."""
    columns = [row._meta.get_field(name) for name in (row.link, 'owner', 'description')]
    fields = {column.attname: part.fields.get(column.name) for column in columns}
    fields = {name: value for name, value in fields.items() if value not in EMPTY and getattr(row, name) in EMPTY}
    fields |= _decision(part, row, is_linked=f'{row.link}_id' in fields)
    return Belongings(
        fields | _comments(part, row) | _custom_fields(part, row),
        [tag for tag in part.tags if tag not in row.tags.all()],
    )


def _decision(part: Part, row: Any, *, is_linked: bool) -> dict[str, Any]:
    """Return where the link that comes is from or, of a row without one, what a person decided on links."""
    if is_linked:
        return {'link_origin': part.fields.get('link_origin') or LinkOriginChoices.PERSON}
    if not row.may_be_linked:
        return {}
    decided = {'link_ignored': part.fields.get('link_ignored')} if not row.link_ignored else {}
    if part.fields.get('link_origin') == LinkOriginChoices.REMOVED:
        decided['link_origin'] = LinkOriginChoices.REMOVED
    return {name: value for name, value in decided.items() if value not in EMPTY}


def _comments(part: Part, row: Any) -> dict[str, str]:
    before = (part.fields.get('comments') or '').strip()
    if not before or before in row.comments:
        return {}
    return {'comments': f'{row.comments}\n\n{before}'.strip()}


def _custom_fields(part: Part, row: Any) -> dict[str, Any]:
    held = row.custom_field_data
    logged = part.fields['custom_fields'].items()
    lacking = {name: value for name, value in logged if value not in EMPTY and held.get(name) in EMPTY}
    return {'custom_field_data': held | lacking} if lacking else {}
