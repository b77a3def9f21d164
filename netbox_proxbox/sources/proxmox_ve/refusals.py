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

# What pveproxy calls itself, in each of its answers, unless a proxy in front of it puts its own name there.
PVEPROXY = 'pve-api-daemon'
# Of AnyEvent::HTTP, which pveproxy uses to ask others: no connection, and no answer.
OF_ANYEVENT = range(595, 600)
# Of a proxy or load balancer, never of Proxmox VE; they may pass.
OF_A_PROXY = frozenset({408, 425, 429, 502, 503, 504})
STANDARD_PHRASES = frozenset(status.phrase for status in HTTPStatus)
LOGIN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile('invalid token value'), 'The value of the API token is wrong.'),
    (re.compile('no such token'), 'It knows no such API token of that user.'),
    (re.compile("token '.*' access expired"), 'The API token is expired.'),
    (re.compile('no such user'), 'It knows no such user, or not in that realm.'),
    (re.compile("user '.*' is disabled"), 'The user is disabled.'),
    (re.compile("user '.*' access expired"), 'The user is expired.'),
    (re.compile('not a valid token ID|no tokenid specified'), 'The token is not spelled as Proxmox VE spells one.'),
    (re.compile('invalid PVE ticket'), 'The ticket of the login is refused: the clocks of the members may differ.'),
    (re.compile('authentication failure'), 'The user, its realm or its password is wrong, or the user is disabled.'),
    (
        re.compile('Authentication failed!'),
        'This version does not tell why: its journal does (journalctl -u pveproxy).',
    ),
)
UNAVAILABLE: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile('Unable to load access control list|ipcc_send_rec'),
        'Its service pve-cluster (pmxcfs) does not run or is just restarting.',
    ),
    (re.compile('hostname lookup|address lookup for'), 'It cannot resolve a host name: look at its /etc/hosts.'),
    (
        re.compile('RRD error'),
        'It has no statistics of that node: it keeps none of one that never ran in this cluster, and none at all while '
        'its service rrdcached is down.',
    ),
    (re.compile('proxy loop detected'), 'The address of one of its nodes leads to another host: look at /etc/hosts.'),
)
WRONG_PATH = (
    (
        re.compile('no such file|no such uri|no formatter'),
        'It does not know that path: a proxy in front of it may change paths.',
    ),
)
PROXY = 'In front of a Proxmox VE that is down, a proxy or load balancer says so.'
OWN_DAEMON = 'Its pveproxy gets no answer from its pvedaemon (systemctl status pvedaemon).'


def data_of(answer: Answer, asked: Question) -> Any:
    """The `data` of a 200. Raises the ProxmoxError that any other answer means."""
    if answer.status != HTTPStatus.OK:
        raise refusal(answer, asked)
    try:
        found = answer.json()
    except ValueError:
        raise _without_data(answer, asked, 'It cannot be decoded.') from None
    if not isinstance(found, dict) or 'data' not in found:
        raise _without_data(answer, asked, 'It holds no data.')
    return found['data']


def refusal(answer: Answer, asked: Question) -> ProxmoxError:
    """The error that an answer other than 200 means. Pure."""
    words = _words(answer)
    quoted = asked.quote(words)
    if not _is_proxmox(answer):
        return _not_proxmox(answer, asked)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return _error(ProxmoxLoginRefused, asked, _first(LOGIN, words), quoted)
    if answer.status == HTTPStatus.FORBIDDEN:
        return _error(ProxmoxRightsMissing, asked, quoted)
    if answer.status == HTTPStatus.NOT_IMPLEMENTED and 'not implemented' in words:
        return _error(ProxmoxTooOld, asked, quoted)
    told = f'It answered with status {answer.status}.'
    wrong_path = _first(WRONG_PATH, words)
    if wrong_path or not _is_passing(answer):
        return _error(ProxmoxAnswerInvalid, asked, wrong_path, told, quoted)
    cause = OWN_DAEMON if answer.status in OF_ANYEVENT else _first(UNAVAILABLE, words)
    return _error(ProxmoxUnavailable, asked, cause, told, quoted)


def _is_passing(answer: Answer) -> bool:
    return answer.status == HTTPStatus.INTERNAL_SERVER_ERROR or answer.status in OF_ANYEVENT


def _not_proxmox(answer: Answer, asked: Question) -> ProxmoxError:
    if 300 <= answer.status < 400:
        return _error(SomethingElseAnswers, asked, f'It redirected elsewhere, with status {answer.status}.')
    of_a_proxy = answer.status in OF_A_PROXY
    told = _joined(_kind(answer), PROXY if of_a_proxy else '', asked.quote(_words(answer)))
    error = SomethingElseAnswers(asked.endpoint, asked.whom, told, retry_after=answer.retry_after)
    error.transient = of_a_proxy
    return error


def _without_data(answer: Answer, asked: Question, flaw: str) -> ProxmoxError:
    """The error that a success means which is none."""
    kind = ProxmoxAnswerInvalid if _calls_itself_proxmox(answer) else SomethingElseAnswers
    return _error(kind, asked, _kind(answer), flaw)


def _kind(answer: Answer) -> str:
    return f'It answered with status {answer.status} and {answer.kind()}.'


def _calls_itself_proxmox(answer: Answer) -> bool:
    return answer.server.startswith(PVEPROXY)


def _is_proxmox(answer: Answer) -> bool:
    """Whether an error is of Proxmox VE, also through a proxy that replaced its name or its phrase."""
    if 300 <= answer.status < 400 or answer.status in OF_A_PROXY:
        return False
    if _calls_itself_proxmox(answer) or answer.status in OF_ANYEVENT or 'data' in answer.error():
        return True
    # What is said before a login is judged has no body.
    return not answer.body and (answer.status == HTTPStatus.UNAUTHORIZED or bool(_own_phrase(answer)))


def _own_phrase(answer: Answer) -> str:
    return '' if answer.reason in STANDARD_PHRASES else answer.reason


def _words(answer: Answer) -> str:
    """The phrase of the status line, which Proxmox VE puts its message into; else what the body says."""
    message = answer.error().get('message')
    return _own_phrase(answer) or (message if isinstance(message, str) else '')


def _first(table: tuple[tuple[re.Pattern[str], str], ...], words: str) -> str:
    return next((told for pattern, told in table if pattern.search(words)), '')


def _error(kind: type[ProxmoxError], asked: Question, *sentences: str) -> ProxmoxError:
    return kind(asked.endpoint, asked.whom, _joined(*sentences))


def _joined(*sentences: str) -> str:
    return ' '.join(filter(None, sentences))
