"""Until when an endpoint is to be read, as expressions. All times are PostgreSQL's.

`ProxmoxEndpoint.overdue_at` is the deadline of the next successful reading. A reading moves it, a changed schedule
starts it anew, and a failed sync leaves it alone.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, F, Q, When
from django.db.models.functions import Greatest, Now

from netbox_proxbox.configuration import current_settings

__all__ = ('HAS_SCHEDULE', 'deadline_after_reading', 'deadline_of_due_time', 'deadline_of_new_schedule')

HAS_SCHEDULE = Q(sync_interval__isnull=False) | Q(sync_crontab__isnull=False)


def deadline_of_new_schedule() -> Any:
    """Return when an endpoint whose schedule was just set is to be read first: at once, but for the grace."""
    return Now() + _grace()


def deadline_of_due_time(due_at: datetime) -> datetime:
    """Return until when an endpoint that is due at `due_at` is to be read."""
    return due_at + _grace()


def deadline_after_reading() -> Case:
    """Return the deadline that follows a successful reading, in the terms of the endpoint's row."""
    return Case(When(HAS_SCHEDULE, then=Greatest(F('next_sync_at'), Now()) + _grace()), default=None)


def _grace() -> timedelta:
    return timedelta(seconds=current_settings()['overdue_grace'])
