"""What people enter as the address and the login of an endpoint, taken apart where it can mean one thing only.

Which ids are legal says Proxmox VE: PVE::AccessControl and PVE::Auth::Plugin of pve-access-control.
"""

import re
from collections.abc import Mapping
from ipaddress import ip_address as parsed_ip
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

__all__ = ('DEFAULT_PORT', 'DEFAULT_USER', 'Address', 'Login', 'address_of', 'login_of')

DEFAULT_PORT = 8006
DEFAULT_USER = 'root@pam'
LONGEST_HOST = 253
LABEL = re.compile(r'[\w-]{1,63}')
PATH = re.compile(r'/?|/api2(/.*)?')
ID = r'[A-Za-z][A-Za-z0-9._-]+'
LEGAL = {
    'username': re.compile(rf'(?!.{{65}})[^\s:/]+@{ID}'),
    'token_name': re.compile(rf'({ID})?'),
    'token_value': re.compile(r'[^\s!=]*'),
}
TOKEN = re.compile(
    r'(?:(?:Authorization: ?)?PVEAPIToken[= ])?'
    rf'(?P<username>[^\s:/]+@{ID})!(?P<token_name>{ID})(?:=(?P<token_value>[^\s!=]+))?'
)
WRONG = {
    'domain': _(
        'Enter a host name such as pve1.example.com, or an address with its port such as https://pve1.example.com:8006.'
    ),
    'username': _('Enter a user with its realm, such as root@pam. It holds no blanks, colons or slashes.'),
    'token_name': _('Enter the name of a token, such as netbox, or its whole id, such as root@pam!netbox.'),
    'token_value': _('Enter the secret alone, which Proxmox VE shows when it makes the token.'),
}
A_VALUE, ANOTHER = _('a value'), _('another one')
CONTRADICTION = _('This says %(said)s, but %(other)s was entered as well. Correct one of them.')


class Address(NamedTuple):
    """Where Proxmox VE answers."""

    domain: str
    ip_address: str | None
    port: int


class Login(NamedTuple):
    """Who logs in; `token_value` is empty unless one was entered."""

    username: str
    token_name: str
    token_value: str


def address_of(domain: str, ip_address: str | None, port: int) -> Address:
    """Take apart a URL, `host:port` or an IP address in place of a host name. Raises ValidationError."""
    host, own_port = _host_and_port(domain)
    if own_port and port not in (0, own_port, DEFAULT_PORT):
        raise _contradiction('domain', own_port, port)
    port = own_port or port
    if (own_ip := _ip(host)) is None:
        return Address(host, ip_address or None, port)
    if ip_address and _ip(ip_address) != own_ip:
        raise _contradiction('domain', own_ip, ip_address)
    return Address('', own_ip, port)


def login_of(username: str, token_name: str, token_value: str) -> Login:
    """Take apart `user@realm!name`, also with `=value`, in place of any of the three. Raises ValidationError.

    The user of a token's id replaces the default one, which nobody may have entered.
    """
    entered = {'username': username, 'token_name': token_name, 'token_value': token_value.strip()}
    tokens = {field: found.groupdict() for field, text in entered.items() if (found := TOKEN.fullmatch(text))}
    login = {field: '' if field in tokens else text for field, text in entered.items()}
    if tokens and username == DEFAULT_USER:
        login['username'] = ''
    for field, parts in tokens.items():
        _fill(login, field, parts)
    wrong = [field for field, pattern in LEGAL.items() if not pattern.fullmatch(login[field])]
    if wrong:
        raise ValidationError({field: WRONG[field] for field in wrong})
    return Login(**login)


def _fill(login: dict[str, str], field: str, parts: Mapping[str, str | None]) -> None:
    """Put the parts of the token that was found in a field where they belong."""
    for name, part in parts.items():
        if part and login[name] not in ('', part):
            # A value is a secret: what is told of it is that there are two.
            said, other = (A_VALUE, ANOTHER) if name == 'token_value' else (part, login[name])
            raise _contradiction(field, said, other)
        login[name] = part or login[name]


def _host_and_port(text: str) -> tuple[str, int | None]:
    if not text or _is_host(text) or _ip(text):
        return text, None
    if any(map(str.isspace, text)):  # of which urlsplit() drops some
        raise _wrong_host()
    try:
        url = urlsplit(text if '://' in text else f'//{text}')
        host, port = url.hostname or '', url.port
    except ValueError:
        raise _wrong_host() from None
    rest = (url.scheme, url.path, url.query, url.fragment)
    is_legal = url.scheme in ('', 'http', 'https') and '@' not in url.netloc and PATH.fullmatch(url.path)
    # Without its port an address from a browser means another one than this field.
    if not is_legal or port == 0 or (any(rest) and not port) or not (_is_host(host) or _ip(host)):
        raise _wrong_host()
    return host, port


def _is_host(text: str) -> bool:
    labels = text.removesuffix('.').split('.')
    return len(text) <= LONGEST_HOST and all(map(LABEL.fullmatch, labels)) and not labels[-1].isdecimal()


def _ip(text: str) -> str | None:
    try:
        found = parsed_ip(text)
    except ValueError:
        return None
    return None if getattr(found, 'scope_id', None) else str(found)


def _wrong_host() -> ValidationError:
    return ValidationError({'domain': WRONG['domain']})


def _contradiction(field: str, said: Any, other: Any) -> ValidationError:
    return ValidationError({field: ValidationError(CONTRADICTION, params={'said': said, 'other': other})})
