"""What becomes of one row of upstream's plugin. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ('Row', 'address_of', 'kept_fields')


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of a row here, and in words what a person should know or do about it."""

    fields: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return str(self.fields['name'])


def address_of(row: Mapping[str, Any]) -> str:
    """Return the host of upstream's row, which has a name, an IP address of NetBox's, or both; empty for neither."""
    return row.get('domain') or row['ip'] or ''


def kept_fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what every row of NetBox has: it keeps its key, and so its tags, journal and history."""
    return {'id': row['id'], 'created': row.get('created'), 'custom_field_data': row.get('custom_field_data') or {}}
