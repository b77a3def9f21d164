"""Which error an answer of proxbox-api means. Statuses and texts are those of proxbox-api 0.0.30."""

import re
from http import HTTPStatus
from typing import Any

from .answers import Answer, Question
from .errors import (
    BackendAnswerInvalid,
    BackendDecryptionFailed,
    BackendError,
    BackendKeyRefused,
    BackendLockedOut,
    BackendRateLimited,
    BackendUnavailable,
    EndpointError,
    EndpointLoginRefused,
    EndpointRejected,
    EndpointRightsMissing,
    EndpointTimeout,
    EndpointUnreachable,
    ProxboxError,
    ReadingIncomplete,
    RegistrationStale,
)

__all__ = ('accepted_json', 'refusal')

BACKEND_NOT_READY = frozenset({408, 409, 425, 502, 503, 504})
BY_UPSTREAM_STATUS: dict[int | None, type[EndpointError]] = {
    None: EndpointLoginRefused,
    401: EndpointLoginRefused,
    403: EndpointRightsMissing,
    504: EndpointTimeout,
}
BY_MESSAGE: dict[str, type[EndpointError]] = {
    'Error fetching Proxmox cluster status': EndpointRightsMissing,
    'Error fetching Proxmox cluster resources': ReadingIncomplete,
    'No result found for Proxmox Sessions based on the provided name': RegistrationStale,
}
DECRYPTION = re.compile(r'decrypt|PROXBOX_ENCRYPTION_KEY', re.IGNORECASE)
LOCKED_OUT = 'Too many failed authentication'
LOGIN_ATTEMPT = re.compile(r'Could not return Proxmox Sessions|Error trying to initialize Proxmox API connection')
STATUSES = range(100, 600)
UPSTREAM_STATUS = re.compile(r'HTTP ([45]\d\d)\b')


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
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return _too_many(answer, asked, said)
    if isinstance(said.get('message'), str):
        return _proxbox_exception(answer, asked, said)
    if answer.status == HTTPStatus.UNAUTHORIZED and isinstance(said.get('detail'), str):
        return BackendKeyRefused(asked.backend, asked.quote(said['detail']))
    if answer.status in (400, 422) and asked.endpoint and 'detail' in said:
        return EndpointRejected(asked.endpoint, asked.backend, asked.quote(*_details(said)))
    return _unready_or_invalid(answer, asked, said)


def _too_many(answer: Answer, asked: Question, said: dict[str, Any]) -> BackendError:
    locked = str(said.get('detail')).startswith(LOCKED_OUT)
    error = BackendLockedOut if locked else BackendRateLimited
    return error(asked.backend, retry_after=answer.retry_after)


def _proxbox_exception(answer: Answer, asked: Question, said: dict[str, Any]) -> ProxboxError:
    """`{message, detail, python_exception}`: what proxbox-api raises itself, mostly about Proxmox VE."""
    if DECRYPTION.search(said['message']):
        return BackendDecryptionFailed(asked.backend)
    if not asked.endpoint:
        return _unready_or_invalid(answer, asked, said)
    if LOGIN_ATTEMPT.search(said['message']):
        return _login_failure(answer, asked, said)
    if error := BY_MESSAGE.get(said['message']):
        return error(asked.endpoint, asked.backend, asked.quote(*_details(said)))
    if answer.status == HTTPStatus.FORBIDDEN:
        return EndpointRightsMissing(asked.endpoint, asked.backend, asked.quote(*_details(said)))
    if answer.status == HTTPStatus.BAD_REQUEST:
        return EndpointError(asked.endpoint, asked.backend, asked.quote(*_details(said)))
    return _unready_or_invalid(answer, asked, said)


def _login_failure(answer: Answer, asked: Question, said: dict[str, Any]) -> EndpointError:
    """A session with Proxmox VE did not come about; `upstream_status` is missing when the password was wrong."""
    detail = said.get('detail')
    if isinstance(detail, dict):
        return _by_upstream_status(detail.get('upstream_status'), answer, asked)
    if found := UPSTREAM_STATUS.search(str(detail)):
        return _by_upstream_status(int(found[1]), answer, asked)
    return EndpointError(asked.endpoint, asked.backend, asked.quote(*_details(said)))


def _by_upstream_status(status: object, answer: Answer, asked: Question) -> EndpointError:
    """What is no status of HTTP may be anything, so nothing is told of it."""
    if status is not None and not (type(status) is int and status in STATUSES):
        return EndpointError(asked.endpoint, asked.backend, retry_after=answer.retry_after)
    told = '' if status in (None, 401, 403, 503, 504) else f'Proxmox VE answered with status {status}.'
    otherwise = EndpointUnreachable if status is not None and status >= 500 else EndpointError
    meaning = BY_UPSTREAM_STATUS.get(status, otherwise)
    return meaning(asked.endpoint, asked.backend, told, retry_after=answer.retry_after)


def _unready_or_invalid(answer: Answer, asked: Question, said: dict[str, Any]) -> BackendError:
    if answer.status in BACKEND_NOT_READY:
        words = f'It answered with status {answer.status}. {asked.quote(*_details(said))}'.strip()
        return BackendUnavailable(asked.backend, words, retry_after=answer.retry_after)
    return _invalid(answer, asked, said)


def _invalid(answer: Answer, asked: Question, said: dict[str, Any] | None = None) -> BackendAnswerInvalid:
    if 300 <= answer.status < 400:
        return BackendAnswerInvalid(asked.backend, f'It redirected elsewhere, with status {answer.status}.')
    words = asked.quote(*_details(said or {}))
    told = f'It answered with status {answer.status} and {answer.kind()}.'
    return BackendAnswerInvalid(asked.backend, f'{told} {words}'.strip())


def _details(said: dict[str, Any]) -> tuple[object, ...]:
    """The texts of an error body: `message`, `detail`, and the messages of a validation error."""
    detail = said.get('detail')
    listed = detail if isinstance(detail, list) else [detail]
    texts = (found.get('msg') if isinstance(found, dict) else found for found in listed)
    return (said.get('message'), *texts)
