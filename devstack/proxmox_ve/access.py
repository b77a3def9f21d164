"""Who may ask: API tokens, and tickets for a password, checked as Proxmox VE checks them."""

import base64
import hashlib
import hmac
import re
from http.cookies import SimpleCookie
from urllib.parse import unquote

from .estate import Access
from .rights import Rights

__all__ = (
    'LoginError',
    'check_access',
    'csrf_token',
    'half_ticket',
    'issue_ticket',
)

AUTHORIZATION = re.compile('PVEAPIToken[= ]([^;]*)')
TOKEN_ID = re.compile(r'([^\s:/]+@[^\s:/!]+)!([A-Za-z][A-Za-z0-9._-]+)')
CHALLENGE = '!tfa!%7B%22totp%22%3Atrue%2C%22recovery%22%3A%22unavailable%22%7D'


class LoginError(Exception):
    """The login failed; the text is the reason that Proxmox VE puts into its 401 status line.

    `is_plain` says that newer versions tell it too, and do not answer `Authentication failed!` instead.
    """

    def __init__(self, reason: str, *, is_plain: bool = False) -> None:
        super().__init__(reason)
        self.is_plain = is_plain


def issue_ticket(access: Access, username: str, password: str, now: float) -> str:
    """A ticket for a user who knows the password or holds a valid ticket. Raises LoginError."""
    if username != access.username or not _is_usable(access) or not _knows_password(access, password, now):
        raise LoginError('authentication failure', is_plain=True)
    return _signed(access, f'PVE:{username}:{int(now):08X}')


def half_ticket(access: Access, now: float) -> str:
    """What a user with a second factor gets for the password: good for answering the challenge only."""
    return _signed(access, f'PVE:{CHALLENGE}:{int(now):08X}')


def csrf_token(access: Access, ticket: str) -> str:
    """The token that a request which changes something must carry beside its ticket."""
    issued = _issued(ticket)
    return f'{issued:08X}:{_signature(access, f"csrf {ticket}")}'


def check_access(access: Access, *, method: str, authorization: str, cookie: str, csrf: str, now: float) -> Rights:
    """Let a request through with its rights, or raise LoginError."""
    token = AUTHORIZATION.match(authorization)
    if token:
        _check_token(access, unquote(token[1]))
        return Rights((access.user_acl, access.token_acl) if access.privsep else (access.user_acl,))
    morsel = SimpleCookie(cookie).get('PVEAuthCookie')
    if morsel is None:
        raise LoginError('No ticket', is_plain=True)
    _check_ticket(access, unquote(morsel.value), now)
    if method != 'GET' and not hmac.compare_digest(csrf, csrf_token(access, unquote(morsel.value))):
        raise LoginError('Permission denied - invalid csrf token', is_plain=True)
    return Rights((access.user_acl,))


def _check_token(access: Access, token: str) -> None:
    written, _, value = token.partition('=')
    if not value:
        raise LoginError('no tokenid specified')
    token_id = TOKEN_ID.fullmatch(written)
    if token_id is None:
        raise LoginError(f"'{written}' is not a valid token ID - not able to split into user and token parts")
    _check_user(access, token_id[1])
    if not access.token_value or token_id[2] != access.token_name:
        raise LoginError(f"no such token '{token_id[2]}' for user '{access.username}'")
    if access.token_expired:
        raise LoginError(f"token '{access.token_name}' access expired")
    if not hmac.compare_digest(value.encode(), access.token_value.encode()):
        raise LoginError('invalid token value!')


def _check_ticket(access: Access, ticket: str, now: float) -> None:
    if not _is_valid_ticket(access, ticket, now):
        raise LoginError('permission denied - invalid PVE ticket')
    _check_user(access, access.username)


def _check_user(access: Access, username: str) -> None:
    if username != access.username:
        raise LoginError(f"no such user ('{username}')")
    if not access.enabled:
        raise LoginError(f"user '{username}' is disabled")
    if access.expired:
        raise LoginError(f"user '{username}' access expired")


def _is_usable(access: Access) -> bool:
    return access.enabled and not access.expired


def _knows_password(access: Access, password: str, now: float) -> bool:
    matches = hmac.compare_digest(password.encode(), access.password.encode())
    return bool(access.password) and (matches or _is_valid_ticket(access, password, now))


def _is_valid_ticket(access: Access, ticket: str, now: float) -> bool:
    text, _, _ = ticket.partition('::')
    is_genuine = hmac.compare_digest(ticket.encode(), _signed(access, text).encode()) and CHALLENGE not in text
    return is_genuine and 0 <= now - _issued(ticket) < access.ticket_lifetime


def _issued(ticket: str) -> int:
    return int(ticket.partition('::')[0].rpartition(':')[2], 16)


def _signed(access: Access, text: str) -> str:
    return f'{text}::{_signature(access, text)}'


def _signature(access: Access, text: str) -> str:
    key = f'{access.username} {access.password}'.encode()
    return base64.b64encode(hmac.digest(key, text.encode(), hashlib.sha256)).decode()
