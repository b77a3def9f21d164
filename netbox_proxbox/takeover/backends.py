"""Upstream's FastAPI endpoints, as backends of this plugin."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from .logins import Found, SecretReader
from .names import unique_names
from .rows import Row, address_of, kept_fields

__all__ = ('backends_of',)

DEFAULT_PORT = 8800


def backends_of(rows: Sequence[Mapping[str, Any]], secrets: SecretReader) -> list[Row]:
    """Return the backends; one whose API key cannot be read is not enabled, and says so."""
    names = unique_names((row['id'], row.get('name') or address_of(row) or 'proxbox-api') for row in rows)
    return [_backend(row, names[row['id']], secrets.read(row, 'token')) for row in rows]


def _backend(row: Mapping[str, Any], name: str, key: Found) -> Row:
    notes = []
    if not key.plain:
        notes.append(_('enter its API key, then enable it: {why}').format(why=key.why_not or _('upstream has none')))
    if not address_of(row):
        notes.append(_('enter its address, then enable it: upstream has none'))
    fields = {
        **kept_fields(row),
        'name': name,
        'base_url': _url(row),
        'api_key': key.plain,
        'verify_tls': row.get('verify_ssl', True),
        'enabled': row.get('enabled', True) and not notes,
    }
    return Row(fields, tuple(notes))


def _url(row: Mapping[str, Any]) -> str:
    """Return its address. Releases that have no `use_https` took it for HTTPS where they verified a certificate."""
    scheme = 'https' if row.get('use_https', row.get('verify_ssl', True)) else 'http'
    host = address_of(row) or 'localhost'
    return f'{scheme}://{f"[{host}]" if ":" in host else host}:{row.get("port") or DEFAULT_PORT}'
