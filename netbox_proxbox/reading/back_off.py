"""Failures in a row, counted on the row of whoever was asked, and how long that is left in peace."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now

from netbox_proxbox.database.transactions import in_transaction
from netbox_proxbox.errors import ProxboxError

__all__ = ('back_off_after', 'note_failure')

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
    before = row.select_for_update(no_key=True).values_list('failures', flat=True).first()
    if before is None:
        return None
    news: dict[str, Any] = {'failures': before + 1}
    if back_off := back_off_after(before + 1):
        news |= {'paused_until': Now() + back_off, 'pause_cause': error.cause}
    row.update(**{**news, **also})
    return int(before) + 1


def back_off_after(failures: int) -> timedelta | None:
    """Return how long a back-off lasts after so many failures in a row: 30 s, doubled up to 15 minutes."""
    if failures < FAILURES_BEFORE_BACK_OFF:
        return None
    return min(FIRST_BACK_OFF * 2 ** min(failures - FAILURES_BEFORE_BACK_OFF, 10), LONGEST_BACK_OFF)
