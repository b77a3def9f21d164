"""The events of a sync, handed to NetBox's event rules one by one: a broken rule costs no other, and is told.

NetBox's own flush of its queue ends with the first error, and some it tells to its log only.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils.module_loading import import_string
from extras.events import EventContext, process_event_rules
from extras.models import EventRule
from redis.exceptions import RedisError

from netbox_proxbox.database.transactions import retried

__all__ = ('EVERY_RULE', 'Lost', 'dispatch', 'tell_rule')

logger = logging.getLogger(__name__)

type Kind = type[BaseException] | None

# What may be different next time: NetBox's Redis or PostgreSQL is away, fails over or is full.
PASSING: Final = (RedisError, ConnectionError, TimeoutError, OperationalError, InterfaceError)
EVERYBODY: Final = 'whoever comes last'
EVERY_RULE: Final = 'every event rule'
OUT_OF_TIME: Final = 'the time limit of the task'
NO_SUCH_ACTION: Final = 'no installed plugin has its action'
REFUSED: Final = 'NetBox refused it, and says why in its log'

# The entry of NetBox's pipeline whose work is done here. All others get the whole queue, as from NetBox.
OF_NETBOX: Final = 'extras.events.process_event_queue'


class Lost(NamedTuple):
    """Who was not told, and why: of an error its type, for its text may hold a login. `passes` if that may end."""

    who: str
    why: str
    passes: bool = False


def dispatch(events: Sequence[EventContext]) -> list[Lost]:
    """Tell everybody in NetBox's pipeline of the events, and return who missed some, each once. Never raises."""
    lost: dict[Lost, None] = {}
    try:
        for name in settings.EVENTS_PIPELINE:
            for each in _tell_rules(events) if name == OF_NETBOX else _tell_other(name, events):
                lost[each] = None
    except SoftTimeLimitExceeded:
        lost[Lost(EVERYBODY, OUT_OF_TIME)] = None
    return list(lost)


def _tell_other(name: str, events: Sequence[EventContext]) -> Iterator[Lost]:
    yield from _tell(f'events pipeline "{name}"', lambda: import_string(name)(events))


def _tell_rules(events: Sequence[EventContext]) -> Iterator[Lost]:
    rules: list[EventRule] = []
    enabled = EventRule.objects.filter(enabled=True).prefetch_related('object_types')
    # The commit may have been the last that its connection did.
    yield from _tell(EVERY_RULE, lambda: rules.extend(retried(lambda: list(enabled.all()))))
    for rule in rules:
        types = {object_type.pk for object_type in rule.object_types.all()}
        for event in events:
            if event['event_type'] in rule.event_types and event['object_type'].pk in types:
                yield from tell_rule(rule, event)


def tell_rule(rule: EventRule, event: EventContext) -> Iterator[Lost]:
    """Tell one event rule of an event that it is for, and yield why it could not be told."""
    name = f'event rule "{rule}"'
    if rule.action_is_available:
        yield from _tell(name, lambda: process_event_rules([rule], event['object_type'], event))
    else:
        yield Lost(name, NO_SUCH_ACTION)


def _tell(name: str, call: Callable[[], object]) -> Iterator[Lost]:
    """Make a call, and yield why it did not succeed."""
    try:
        with _errors_in_the_log() as errors:
            call()
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:
        logger.warning('NetBox could not tell %s of an event', name, exc_info=True)
        errors = [type(error)]
    for kind in errors:
        yield Lost(name, kind.__name__, issubclass(kind, PASSING)) if kind else Lost(name, REFUSED)


class _Listener(logging.Handler):
    """Notes what is logged as an error: its type, or None where none was raised."""

    def __init__(self, errors: list[Kind]) -> None:
        super().__init__(logging.ERROR)
        self._errors = errors

    def emit(self, record: logging.LogRecord) -> None:
        self._errors.append(record.exc_info[0] if record.exc_info else None)


@contextmanager
def _errors_in_the_log() -> Iterator[list[Kind]]:
    """Hear of the actions of plugins that fail, and of the scripts that NetBox refuses: neither is raised."""
    log, errors = logging.getLogger('netbox.events_processor'), list[Kind]()
    listener = _Listener(errors)
    log.addHandler(listener)
    try:
        yield errors
    finally:
        log.removeHandler(listener)
