"""What proxbox-api keeps of an endpoint that NetBox has given up: a record with the login, until it is removed.

Another NetBox may share the record, so it is removed only for a person who asks for it.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from typing import Any

from core.events import JOB_FAILED
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from extras.choices import JournalEntryKindChoices
from extras.models import JournalEntry, Notification

from netbox_proxbox.errors import ProxboxError, PublishFailed
from netbox_proxbox.messages.producer import LONGEST_ANSWER, PUBLISH_ERRORS, producer
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.sources.proxbox_api.endpoint_record import RECORDS
from netbox_proxbox.sources.records import EndpointRef
from netbox_proxbox.tracking.changelog import service_user

from .backends import opened, refuse_if_paused

__all__ = ('Leftover', 'given_up', 'leftover_of', 'leftovers_of', 'remove', 'request_removal')

logger = logging.getLogger(__name__)

REMOVE_TASK = 'worker.tasks.remove_record'


@dataclass(frozen=True, slots=True)
class Leftover:
    """A record of a backend, by the id and the name that it has there."""

    backend_id: int
    record_id: int
    name: str

    def __str__(self) -> str:
        return _('record {id} ({name})').format(id=self.record_id, name=self.name)


def leftover_of(endpoint: ProxmoxEndpoint) -> Leftover | None:
    """Return the record that would be left of an endpoint, if it was ever registered."""
    ref = endpoint.registration()
    if ref is None or endpoint.backend_id is None:
        return None
    return Leftover(endpoint.backend_id, ref.record_id, ref.name)


def leftovers_of(endpoints: Iterable[ProxmoxEndpoint]) -> dict[int, Leftover]:
    """Return the records that would be left, by the id of their endpoint."""
    return {endpoint.pk: leftover for endpoint in endpoints if (leftover := leftover_of(endpoint))}


def given_up(leftovers: Mapping[int, Leftover]) -> list[Leftover]:
    """Return the records whose endpoint has been deleted, or given another backend, since they were found."""
    now = dict(ProxmoxEndpoint.objects.filter(pk__in=leftovers).values_list('pk', 'backend'))
    return [leftover for pk, leftover in leftovers.items() if now.get(pk) != leftover.backend_id]


def request_removal(leftovers: Iterable[Leftover], user: Any) -> None:
    """Have the worker remove records once the current transaction is committed. A failure is told as `remove` does."""
    if records := list(leftovers):
        transaction.on_commit(partial(_send, records, user), robust=True)


def _send(leftovers: Sequence[Leftover], user: Any) -> None:
    """Send a message for each; once one fails, the others are not tried: each might wait for the broker as long."""
    backends = ProxboxBackend.objects.in_bulk({leftover.backend_id for leftover in leftovers})
    failure = ''
    for leftover in leftovers:
        failure = failure or _failure_to_send(leftover, user)
        if failure and leftover.backend_id in backends:
            _tell_failure(backends[leftover.backend_id], leftover, user, failure)


def _failure_to_send(leftover: Leftover, user: Any) -> str:
    try:
        arguments = [*astuple(leftover), user.pk]
        producer().send_task(
            REMOVE_TASK, args=arguments, argsrepr=str(leftover), ignore_result=True, confirm_timeout=LONGEST_ANSWER
        )
    except PUBLISH_ERRORS as error:
        return PublishFailed.because_of(error).cause
    return ''


def remove(leftover: Leftover, user_id: int | None) -> str:
    """Remove a record, unless its id has another name by now or an endpoint uses it again; return what was done.

    A failure goes to the log, to the backend's journal, and as a notification to the user.
    """
    backend = ProxboxBackend.objects.filter(pk=leftover.backend_id).first()
    if backend is None:
        logger.warning('The backend of %s was deleted before it was removed there', leftover)
        return 'the backend was deleted meanwhile'
    if _is_used(leftover):
        return 'an endpoint uses the record again'
    user = get_user_model().objects.filter(pk=user_id).first()
    try:
        refuse_if_paused(backend)
        with opened(backend) as api:
            api.unregister(EndpointRef(name=leftover.name, record_id=leftover.record_id))
    except ProxboxError as error:
        _tell_failure(backend, leftover, user, f'{error.cause} {error.cure}')
        return f'failed: {error.cause}'
    words = _('The {record} of an endpoint that was given up is not in proxbox-api any more.')
    _note(backend, words.format(record=leftover), JournalEntryKindChoices.KIND_INFO, user)
    return 'removed'


def _is_used(leftover: Leftover) -> bool:
    endpoints = ProxmoxEndpoint.objects.filter(backend=leftover.backend_id)
    return endpoints.filter(Q(name=leftover.name) | Q(registered_id=leftover.record_id)).exists()


def _tell_failure(backend: ProxboxBackend, leftover: Leftover, user: Any, why: str) -> None:
    words = _(
        'The {record} of an endpoint that was given up, with its login, could not be removed. {why} '
        'When proxbox-api works again, remove it there: DELETE {path}.'
    )
    text = words.format(record=leftover, why=why, path=f'{RECORDS}/{leftover.record_id}')
    logger.warning('Backend %s: %s', backend.name, text)
    _note(backend, text, JournalEntryKindChoices.KIND_DANGER, user)
    if user is not None:
        Notification.objects.filter(user=user, object_type__model='proxboxbackend', object_id=backend.pk).delete()
        Notification.objects.create(user=user, object=backend, event_type=JOB_FAILED)


def _note(backend: ProxboxBackend, text: str, kind: str, user: Any) -> None:
    JournalEntry.objects.create(assigned_object=backend, created_by=user or service_user(), kind=kind, comments=text)
