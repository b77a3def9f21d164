"""Failures in a row, counted on the row of whoever was asked, and how long that is left in peace."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now

from netbox_proxbox.database.transactions import in_transaction
from netbox_proxbox.errors import ProxboxError
from netbox_proxbox.events.back_offs import is_told_to_back_off, note_answering, note_backing_off

__all__ = ('FAILURES_BEFORE_BACK_OFF', 'back_off_after', 'end_back_off', 'note_failure')

logger = logging.getLogger(__name__)

FAILURES_BEFORE_BACK_OFF = 3
FIRST_BACK_OFF = timedelta(seconds=30)
LONGEST_BACK_OFF = timedelta(minutes=15)


def note_failure(row: QuerySet[Any], error: ProxboxError, also: Mapping[str, Any] | None = None) -> None:
    """Count a failure on one row of a `BackOffModel`, if it is there, and back off longer after each; set `also`, too.

    Counted on the locked row: tasks that fail at once have all loaded the same number.
    """
    failures = in_transaction(lambda: _count(row, error, also or {}))
    if failures is not None:
        logger.warning('%s Failure %s in a row.', error.cause, failures)


def _count(row: QuerySet[Any], error: ProxboxError, also: Mapping[str, Any]) -> int | None:
    asked = row.select_for_update(no_key=True).first()
    if asked is None:
        return None
    failures = int(asked.failures) + 1
    news: dict[str, Any] = {'failures': failures}
    if back_off := back_off_after(failures):
        news |= {'paused_until': Now() + back_off, 'pause_cause': error.cause}
    row.update(**{**news, **also})
    _tell(asked, error, failures, is_paused=bool(also))
    return failures


def _tell(asked: Any, error: ProxboxError, failures: int, *, is_paused: bool) -> None:
    """Tell of the first failure that has others wait, and of none that follows."""
    was_told = is_backing_off(asked.failures) or getattr(asked, 'is_paused', False)
    if not was_told and (is_paused or is_backing_off(failures)):
        note_backing_off(asked, error, failures, until_somebody_acts=is_paused)


def end_back_off(row: QuerySet[Any], **news: Any) -> None:
    """Set the notes of one row to those of a host or backend that answers, and tell of it if its back-off was told."""
    in_transaction(lambda: _end(row, news))


def _end(row: QuerySet[Any], news: Mapping[str, Any]) -> None:
    asked = row.select_for_update(no_key=True).first()
    if asked is not None:
        row.update(**news)
        backed_off = is_backing_off(asked.failures) or getattr(asked, 'is_paused', False)
        if backed_off or is_told_to_back_off(asked):
            note_answering(asked)


def is_backing_off(failures: int) -> bool:
    """Tell whether there is a back-off after so many failures in a row."""
    return failures >= FAILURES_BEFORE_BACK_OFF


def back_off_after(failures: int) -> timedelta | None:
    """Return how long a back-off lasts after so many failures in a row: 30 s, doubled up to 15 minutes."""
    if not is_backing_off(failures):
        return None
    return min(FIRST_BACK_OFF * 2 ** min(failures - FAILURES_BEFORE_BACK_OFF, 10), LONGEST_BACK_OFF)
