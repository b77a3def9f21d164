"""Upstream's Proxmox endpoints, as endpoints of this plugin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from netbox_proxbox.choices import ModeChoices
from netbox_proxbox.models.entered import DEFAULT_PORT, DEFAULT_USER, Login, login_of

from .logins import SecretReader
from .names import unique_names
from .rows import Row, address_of, kept_fields

__all__ = ('endpoints_of',)

LONGEST_TIMEOUT = 60


@dataclass(frozen=True, slots=True)
class FoundLogin:
    """A login as far as it can be read; without a secret, `questions` say what is to be entered."""

    login: Login
    password: str
    questions: tuple[str, ...]


def endpoints_of(rows: Sequence[Mapping[str, Any]], secrets: SecretReader, backend: int | None) -> list[Row]:
    """Return the endpoints, all of them read directly, or through the backend with that key."""
    names = unique_names((row['id'], row.get('name') or address_of(row) or 'Proxmox VE') for row in rows)
    return [_endpoint(row, names[row['id']], _login(row, secrets), backend) for row in rows]


def _endpoint(row: Mapping[str, Any], name: str, found: FoundLogin, backend: int | None) -> Row:
    notes = [*found.questions, *_other_notes(row, name)]
    is_usable = bool(address_of(row)) and not found.questions
    fields = {
        **kept_fields(row),
        'name': name,
        'backend_id': backend,
        'domain': row.get('domain') or '',
        'ip_address': row['ip'],
        'port': row.get('port') or DEFAULT_PORT,
        'username': found.login.username,
        'password': found.password,
        'token_name': found.login.token_name,
        'token_value': found.login.token_value,
        'verify_ssl': row.get('verify_ssl', True),
        'enabled': row.get('enabled', True) and is_usable,
        'timeout': min(row['timeout'], LONGEST_TIMEOUT) if row.get('timeout') else None,
        'mode': row['mode'] if row.get('mode') in ModeChoices.values() else ModeChoices.UNDEFINED,
    }
    return Row(fields, tuple(notes))


def _login(row: Mapping[str, Any], secrets: SecretReader) -> FoundLogin:
    """Take the token if it is whole, else the password. Upstream's plugin sends both, and so asks for either."""
    password, value = secrets.read(row, 'password'), secrets.read(row, 'token_value')
    username, token_name = row.get('username') or DEFAULT_USER, row.get('token_name') or ''
    token = _parted(username, token_name, value.plain)
    if token.token_name and token.token_value:
        return FoundLogin(token, password.plain, ())
    if password.plain:
        return FoundLogin(Login(token.username, '', ''), password.plain, ())
    asked = _('the value of its token "{name}"').format(name=token.token_name) if token.token_name else _('a password')
    why = value.why_not or password.why_not or _('upstream has none')
    question = _('enter {what}, then enable it: {why}').format(what=asked, why=why)
    return FoundLogin(Login(token.username, token.token_name, ''), '', (question,))


def _parted(username: str, token_name: str, token_value: str) -> Login:
    """Take a token's whole id apart where it was entered in the place of its name; what cannot be stays as it is."""
    try:
        return login_of(username, token_name, token_value)
    except ValidationError:
        return Login(username, token_name, token_value)


def _other_notes(row: Mapping[str, Any], name: str) -> list[str]:
    notes = []
    if not address_of(row):
        notes.append(_('enter its address, then enable it: upstream has none'))
    if row.get('name') and row['name'] != name:
        notes.append(_('its name was "{name}", which another one has, or which is too long').format(name=row['name']))
    if (row.get('timeout') or 0) > LONGEST_TIMEOUT:
        notes.append(
            _('its timeout of {seconds} s is now {most} s').format(seconds=row['timeout'], most=LONGEST_TIMEOUT)
        )
    return notes
