"""Which error an answer of Proxmox VE means. Phrases are those of pve-manager 6 to 9; see docs/proxmox-ve.md."""

import re
from http import HTTPStatus
from typing import Any

from netbox_proxbox.errors import (
    ProxmoxAnswerInvalid,
    ProxmoxError,
    ProxmoxLoginRefused,
    ProxmoxRightsMissing,
    ProxmoxTooOld,
    ProxmoxUnavailable,
    SomethingElseAnswers,
)
from netbox_proxbox.sources.answers import Answer, Question

__all__ = ('data_of', 'refusal')

# What pveproxy calls itself, in each of its answers.
PVEPROXY = 'pve-api-daemon'
NEVER_OF_PROXMOX = frozenset({404, 429, 502, 504})
# Of AnyEvent::HTTP, which pveproxy uses to ask others: no connection, and no answer.
NO_CONNECTION, BROKEN_OFF = 595, frozenset({596, 597, 598, 599})
LOGIN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile('invalid token value'), 'The value of the API token is wrong.'),
    (re.compile('no such token'), 'It knows no such API token of that user.'),
    (re.compile("token '.*' access expired"), 'The API token is expired.'),
    (re.compile('no such user'), 'It knows no such user, or not in that realm.'),
    (re.compile("user '.*' is disabled"), 'The user is disabled.'),
    (re.compile("user '.*' access expired"), 'The user is expired.'),
    (re.compile('not a valid token ID|no tokenid specified'), 'The token is not spelled as Proxmox VE spells one.'),
    (re.compile('invalid PVE ticket'), 'The ticket of the login is refused: the clocks of the members may differ.'),
)
UNAVAILABLE: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile('Unable to load access control list|ipcc_send_rec'),
        'Its service pve-cluster (pmxcfs) does not run or is just restarting.',
    ),
    (re.compile('hostname lookup|address lookup for'), 'It cannot resolve a host name: look at its /etc/hosts.'),
    (re.compile('proxy loop detected'), 'The address of one of its nodes leads to another host: look at /etc/hosts.'),
)
OWN_DAEMON = 'Its pveproxy gets no answer from its pvedaemon (systemctl status pvedaemon).'


def data_of(answer: Answer, asked: Question) -> Any:
    """The `data` of a 200. Raises the ProxmoxError that any other answer means."""
    if answer.status != HTTPStatus.OK:
        raise refusal(answer, asked)
    try:
        found = answer.json()
    except ValueError:
        raise _not_proxmox(answer, asked) from None
    if not isinstance(found, dict) or 'data' not in found:
        raise _not_proxmox(answer, asked)
    return found['data']


def refusal(answer: Answer, asked: Question) -> ProxmoxError:
    """The error that an answer other than 200 means. Pure."""
    words = _words(answer)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return _error(ProxmoxLoginRefused, asked, _first(LOGIN, words), asked.quote(words))
    if answer.status == HTTPStatus.FORBIDDEN and _is_proxmox(answer):
        return _error(ProxmoxRightsMissing, asked, asked.quote(words))
    if answer.status == HTTPStatus.NOT_IMPLEMENTED and 'not implemented' in words:
        return _error(ProxmoxTooOld, asked, asked.quote(words))
    if not _is_server_error(answer):
        return _not_proxmox(answer, asked)
    of_daemon = OWN_DAEMON if answer.status == NO_CONNECTION or answer.status in BROKEN_OFF else ''
    told = f'It answered with status {answer.status}. {asked.quote(words)}'.strip()
    return ProxmoxUnavailable(
        asked.endpoint,
        asked.whom,
        _joined(of_daemon or _first(UNAVAILABLE, words), told),
        retry_after=answer.retry_after,
    )


def _is_server_error(answer: Answer) -> bool:
    """500 and 595 to 599 are of Proxmox VE; of a 501 or 503 the head must say so."""
    if answer.status in NEVER_OF_PROXMOX:
        return False
    return answer.status >= NO_CONNECTION or answer.status in (500, 501, 503)


def _not_proxmox(answer: Answer, asked: Question) -> ProxmoxError:
    if 300 <= answer.status < 400:
        return _error(SomethingElseAnswers, asked, f'It redirected elsewhere, with status {answer.status}.')
    told = f'It answered with status {answer.status} and {answer.kind()}.'
    kind = ProxmoxAnswerInvalid if _is_proxmox(answer) else SomethingElseAnswers
    quoted = asked.quote(_words(answer)) if answer.status != HTTPStatus.OK else ''
    return _error(kind, asked, told, quoted)


def _is_proxmox(answer: Answer) -> bool:
    return answer.server.startswith(PVEPROXY)


def _words(answer: Answer) -> str:
    """The phrase of the status line, which Proxmox VE puts its message into; else what the body says."""
    standard = {status.phrase for status in HTTPStatus}
    message = answer.error().get('message')
    if answer.reason and answer.reason not in standard:
        return answer.reason
    return message if isinstance(message, str) else ''


def _first(table: tuple[tuple[re.Pattern[str], str], ...], words: str) -> str:
    return next((told for pattern, told in table if pattern.search(words)), '')


def _error(kind: type[ProxmoxError], asked: Question, *sentences: str) -> ProxmoxError:
    return kind(asked.endpoint, asked.whom, _joined(*sentences))


def _joined(*sentences: str) -> str:
    return ' '.join(filter(None, sentences))
