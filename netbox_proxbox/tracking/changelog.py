"""NetBox's change log, event rules and search, used from outside a request. The only place that does so."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final
from uuid import UUID

from core.signals import clear_signal_history
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest
from netbox.config import clear_config
from netbox.context import current_request, events_queue
from netbox.context_managers import event_tracking
from utilities.request import copy_safe_request

from netbox_proxbox.configuration import current_settings

from .events import Lost, dispatch

__all__ = ('after_dispatch', 'service_user', 'tracked', 'untracked')

# What is to come after the dispatch of the block that is being tracked, each once and in this order.
type Calls = dict[Callable[[], object], None]
_waiting: Final = ContextVar[Calls | None]('waiting', default=None)


def service_user() -> Any:
    """Return the inactive account that changes without a person behind them are logged under."""
    user, created = get_user_model().objects.get_or_create(
        username=current_settings()['service_user'], defaults={'is_active': False}
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=['password'])
    return user


@contextmanager
def tracked(request_id: UUID, user: Any, dispatched: Callable[[Sequence[Lost]], None]) -> Iterator[None]:
    """Log the changes of this block under the user and the id. Enter it outside of the transaction.

    Event rules are told when all is committed, a caller's transaction included; `dispatched` is then called with those
    that were not told, unless there was nothing to tell. In a caller that NetBox tracks already, such as a script, the
    id and the user are the caller's. What `after_dispatch` was given comes last.
    """
    caller = current_request.get()
    if caller is None:
        _forget_the_last_request()
    else:
        request_id, user = caller.id, caller.user
    with event_tracking(_request(request_id, user)), _calls_afterwards():
        yield
        if events := list(events_queue.get().values()):
            transaction.on_commit(lambda: dispatched(dispatch(events)), robust=True)
        # They are told once, and not by NetBox as well.
        events_queue.set({})


def after_dispatch(call: Callable[[], object]) -> None:
    """Call this after the commit, and once, when event rules have been told of what is tracked around it, if anything.

    NetBox keeps one notification for each object and user, and the last event of an object stands in it.
    """
    waiting = _waiting.get()
    if waiting is None:
        transaction.on_commit(call, robust=True)
    else:
        waiting[call] = None


@contextmanager
def _calls_afterwards() -> Iterator[None]:
    """Hold back what is to come after the dispatch, and leave it to the commit when the block has told of its own."""
    waiting: Calls = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for call in waiting:
        transaction.on_commit(call, robust=True)


@contextmanager
def untracked() -> Iterator[None]:
    """Log nothing of this block and tell nobody of it: it is rolled back."""
    caller = current_request.set(None)
    try:
        yield
    finally:
        current_request.reset(caller)


def _forget_the_last_request() -> None:
    """Clear settings and the history of deletions: NetBox keeps both until a request ends, and a worker has none."""
    clear_config()
    clear_signal_history(sender=None)


def _request(request_id: UUID, user: Any) -> Any:
    """Return the copy that NetBox itself makes of a request: it has whatever NetBox asks of one."""
    request: Any = HttpRequest()
    request.id, request.user, request.method = request_id, user, 'POST'
    return copy_safe_request(request)
