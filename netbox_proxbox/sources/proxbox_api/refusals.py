"""Which error an answer of proxbox-api means. Statuses and texts are those of proxbox-api 0.0.30."""

import re
from http import HTTPStatus
from typing import Any

from netbox_proxbox.errors import (
    BackendAnswerInvalid,
    BackendDecryptionFailed,
    BackendError,
    BackendKeyRefused,
    BackendLockedOut,
    BackendNeedsTls,
    BackendRateLimited,
    BackendUnavailable,
    EndpointError,
    EndpointLoginRefused,
    EndpointNotOpened,
    EndpointRejected,
    EndpointRightsMissing,
    EndpointStatusUnreadable,
    EndpointTimeout,
    EndpointUnavailable,
    EndpointUnreachable,
    ProxboxError,
    ReadingIncomplete,
    RegistrationStale,
)
from netbox_proxbox.sources.answers import Answer, Question

__all__ = ('accepted_json', 'refusal')

BACKEND_NOT_READY = frozenset({408, 409, 425, 502, 503, 504})
BY_UPSTREAM_STATUS: dict[int | None, type[EndpointError]] = {
    None: EndpointNotOpened,
    401: EndpointLoginRefused,
    403: EndpointRightsMissing,
    429: EndpointUnavailable,
    503: EndpointUnreachable,
    504: EndpointTimeout,
}
# What the error's own words say already.
NOT_WORTH_TELLING = frozenset({None, 401, 403, 503, 504})
MESSAGES: tuple[tuple[re.Pattern[str], type[EndpointError]], ...] = (
    (re.compile('Error fetching Proxmox cluster status'), EndpointStatusUnreadable),
    (re.compile('Error fetching Proxmox cluster resources'), ReadingIncomplete),
    (re.compile('Proxmox cluster (status|resources) request timed out'), EndpointTimeout),
    (re.compile('Unable to connect to Proxmox for cluster (status|resources)'), EndpointUnavailable),
    (re.compile('No result found for Proxmox Sessions based on the provided name'), RegistrationStale),
)
DECRYPTION = re.compile(r'decrypt|PROXBOX_ENCRYPTION_KEY', re.IGNORECASE)
LOCKED_OUT = 'Too many failed authentication'
# Of nginx, and of what is written in Go.
NEEDS_TLS = re.compile(rb'HTTP request (was sent )?to (an )?HTTPS', re.IGNORECASE)
LOGIN_ATTEMPT = re.compile(r'Could not return Proxmox Sessions|Error trying to initialize Proxmox API connection')
STATUSES = range(100, 600)
UPSTREAM_STATUS = re.compile(r'HTTP ([45]\d\d)\b')
NAME_OF_A_CLASS = re.compile(r'\w*')


def accepted_json(answer: Answer, asked: Question) -> Any:
    """The JSON of a 200. Raises the error that any other answer means."""
    if answer.status != HTTPStatus.OK:
        raise refusal(answer, asked)
    try:
        return answer.json()
    except ValueError:
        raise _invalid(answer, asked) from None


def refusal(answer: Answer, asked: Question) -> ProxboxError:
    """The error that an answer other than 200 means. Pure."""
    said = answer.error()
    if isinstance(said.get('message'), str):
        return _proxbox_exception(answer, asked, said)
    if answer.status == HTTPStatus.UNAUTHORIZED and isinstance(said.get('detail'), str):
        return BackendKeyRefused(asked.whom, asked.quote(said['detail']))
    if answer.status in (400, 422) and asked.endpoint and 'detail' in said:
        return EndpointRejected(asked.endpoint, asked.whom, asked.quote(*_details(said)))
    return _unready_or_invalid(answer, asked, said)


def _too_many(answer: Answer, asked: Question, said: dict[str, Any]) -> BackendError:
    locked = str(said.get('detail')).startswith(LOCKED_OUT)
    error = BackendLockedOut if locked else BackendRateLimited
    return error(asked.whom, retry_after=answer.retry_after)


def _proxbox_exception(answer: Answer, asked: Question, said: dict[str, Any]) -> ProxboxError:
    """`{message, detail, python_exception}`: what proxbox-api raises itself, mostly about Proxmox VE."""
    if DECRYPTION.search(said['message']):
        return BackendDecryptionFailed(asked.whom)
    if not asked.endpoint:
        return _unready_or_invalid(answer, asked, said)
    if LOGIN_ATTEMPT.search(said['message']):
        return _login_failure(answer, asked, said)
    if meaning := next((meaning for words, meaning in MESSAGES if words.fullmatch(said['message'])), None):
        return meaning(asked.endpoint, asked.whom, asked.quote(*_details(said)))
    if answer.status == HTTPStatus.FORBIDDEN:
        return EndpointRightsMissing(asked.endpoint, asked.whom, asked.quote(*_details(said)))
    if answer.status == HTTPStatus.BAD_REQUEST or 'python_exception' in said:
        # proxbox-api itself is well, and answers for other endpoints.
        return EndpointError(asked.endpoint, asked.whom, asked.quote(*_details(said)))
    return _unready_or_invalid(answer, asked, said)


def _login_failure(answer: Answer, asked: Question, said: dict[str, Any]) -> EndpointError:
    """A session with Proxmox VE did not come about; see `EndpointNotOpened` for a missing `upstream_status`."""
    message, *details = _details(said)
    detail = said.get('detail')
    if isinstance(detail, dict):
        # The message is the same for all of them.
        return _by_upstream_status(detail.get('upstream_status'), asked.quote(*details), answer, asked)
    words = asked.quote(message, *details)
    if found := UPSTREAM_STATUS.search(str(detail)):
        return _by_upstream_status(int(found[1]), words, answer, asked)
    return EndpointError(asked.endpoint, asked.whom, words)


def _by_upstream_status(status: object, words: str, answer: Answer, asked: Question) -> EndpointError:
    """What is no status of HTTP may be anything, so nothing is told of it."""
    if status is not None and not (type(status) is int and status in STATUSES):
        return EndpointError(asked.endpoint, asked.whom, retry_after=answer.retry_after)
    told = '' if status in NOT_WORTH_TELLING else f'Proxmox VE answered with status {status}.'
    otherwise = EndpointUnavailable if status is not None and status >= 500 else EndpointError
    meaning = BY_UPSTREAM_STATUS.get(status, otherwise)
    return meaning(asked.endpoint, asked.whom, f'{told} {words}'.strip(), retry_after=answer.retry_after)


def _unready_or_invalid(answer: Answer, asked: Question, said: dict[str, Any]) -> BackendError:
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return _too_many(answer, asked, said)
    if answer.status == HTTPStatus.BAD_REQUEST and NEEDS_TLS.search(answer.body):
        return BackendNeedsTls(asked.whom)
    if answer.status in BACKEND_NOT_READY:
        words = f'It answered with status {answer.status}. {asked.quote(*_details(said))}'.strip()
        return BackendUnavailable(asked.whom, words, retry_after=answer.retry_after)
    return _invalid(answer, asked, said)


def _invalid(answer: Answer, asked: Question, said: dict[str, Any] | None = None) -> BackendAnswerInvalid:
    if 300 <= answer.status < 400:
        return BackendAnswerInvalid(asked.whom, f'It redirected elsewhere, with status {answer.status}.')
    words = asked.quote(*_details(said or {}))
    told = f'It answered with status {answer.status} and {answer.kind()}.'
    return BackendAnswerInvalid(asked.whom, f'{told} {words}'.strip())


def _details(said: dict[str, Any]) -> tuple[object, ...]:
    """The texts of an error body: `message`, `detail`, the messages of a validation error, and `python_exception`.

    The last has the words of Proxmox VE where proxbox-api was told to expose them, and else the name of a class.
    """
    detail = said.get('detail')
    listed = detail if isinstance(detail, list) else [detail]
    texts = (found.get('msg') if isinstance(found, dict) else found for found in listed)
    exposed = said.get('python_exception')
    is_words = isinstance(exposed, str) and not NAME_OF_A_CLASS.fullmatch(exposed)
    return (said.get('message'), *texts, *([exposed] if is_words else []))
