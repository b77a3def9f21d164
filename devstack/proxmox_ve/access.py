"""Who may ask: API tokens, and tickets for a password, checked as Proxmox VE checks them."""

import base64
import hashlib
import hmac
from http.cookies import SimpleCookie

from .estate import Access

__all__ = (
    'LoginError',
    'check_access',
    'csrf_token',
    'issue_ticket',
)

TICKET_LIFETIME = 7_200
AUTHORIZATION_SCHEME = 'PVEAPIToken='


class LoginError(Exception):
    """The login failed; the text is the reason that Proxmox VE puts into its 401 status line."""


def issue_ticket(access: Access, username: str, password: str, now: float) -> str:
    """A ticket for a user who knows the password or holds a valid ticket. Raises LoginError."""
    if username != access.username or not _knows_password(access, password, now):
        raise LoginError('authentication failure')
    return _signed(access, f'PVE:{username}:{int(now):08X}')


def csrf_token(access: Access, ticket: str) -> str:
    """The token that a request which changes something must carry beside its ticket."""
    issued = _issued(ticket)
    return f'{issued:08X}:{_signature(access, f"csrf {ticket}")}'


def check_access(access: Access, *, method: str, authorization: str, cookie: str, csrf: str, now: float) -> None:
    """Let a request through, or raise LoginError."""
    if authorization.startswith(AUTHORIZATION_SCHEME):
        return _check_token(access, authorization.removeprefix(AUTHORIZATION_SCHEME))
    morsel = SimpleCookie(cookie).get('PVEAuthCookie')
    if morsel is None:
        raise LoginError('No ticket')
    if not _valid_ticket(access, morsel.value, now):
        raise LoginError('permission denied - invalid PVE ticket')
    if method != 'GET' and not hmac.compare_digest(csrf, csrf_token(access, morsel.value)):
        raise LoginError('Permission denied - invalid csrf token')
    return None


def _check_token(access: Access, token: str) -> None:
    token_id, _, value = token.partition('=')
    username, _, token_name = token_id.partition('!')
    if username != access.username:
        raise LoginError(f"no such user ('{username}')")
    if not access.token_value or token_name != access.token_name:
        raise LoginError(f"no such token '{token_name}' for user '{username}'")
    if not hmac.compare_digest(value.encode(), access.token_value.encode()):
        raise LoginError('invalid token value!')


def _knows_password(access: Access, password: str, now: float) -> bool:
    matches = hmac.compare_digest(password.encode(), access.password.encode())
    return bool(access.password) and (matches or _valid_ticket(access, password, now))


def _valid_ticket(access: Access, ticket: str, now: float) -> bool:
    text, _, _ = ticket.partition('::')
    genuine = hmac.compare_digest(ticket.encode(), _signed(access, text).encode())
    return genuine and 0 <= now - _issued(ticket) < TICKET_LIFETIME


def _issued(ticket: str) -> int:
    return int(ticket.partition('::')[0].rpartition(':')[2], 16)


def _signed(access: Access, text: str) -> str:
    return f'{text}::{_signature(access, text)}'


def _signature(access: Access, text: str) -> str:
    key = f'{access.username} {access.password}'.encode()
    return base64.b64encode(hmac.digest(key, text.encode(), hashlib.sha256)).decode()
