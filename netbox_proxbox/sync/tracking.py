"""NetBox's change log, event rules and search, used from outside a request. The only place that does so."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from core.signals import clear_signal_history
from django.contrib.auth import get_user_model
from netbox.config import clear_config
from netbox.context import current_request
from netbox.context_managers import event_tracking
from utilities.request import NetBoxFakeRequest

from netbox_proxbox.configuration import current_settings

__all__ = ('COMMIT_UNANSWERED', 'service_user', 'tracked')

logger = logging.getLogger(__name__)

EVENTS_LOST = 'NetBox could not queue its events (webhooks, notifications) for these changes: {error}.'
# The rows of an attempt are found written by the next one, and its events went with its connection.
COMMIT_UNANSWERED = EVENTS_LOST.format(error='the answer to the commit was lost')


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
def tracked(request_id: UUID, user: Any, warnings: list[str]) -> Iterator[None]:
    """Log the changes of this block under the user and the id. Enter it outside of the transaction.

    A caller that NetBox tracks already, such as a script, keeps its own request. Events that cannot be queued after
    the commit become a warning: the rows are written by then. NetBox 4.7 keeps settings and the history of deletions
    per thread until a request ends, and a worker never ends one, so both are cleared here.
    """
    if current_request.get() is not None:
        yield
        return
    clear_config()
    clear_signal_history(sender=None)
    block_is_done = False
    try:
        with event_tracking(_request(request_id, user)):
            yield
            block_is_done = True
    except Exception as error:
        if not block_is_done:
            raise
        logger.warning('Events of run %s could not be queued', request_id, exc_info=True)
        warnings.append(EVENTS_LOST.format(error=type(error).__name__))


def _request(request_id: UUID, user: Any) -> Any:
    nothing: dict[str, str] = {}
    return NetBoxFakeRequest(
        vars(
            SimpleNamespace(
                id=request_id,
                user=user,
                method='POST',
                path='',
                META=nothing,
                COOKIES=nothing,
                GET=nothing,
                POST=nothing,
                FILES=nothing,
            )
        )
    )
