"""What "overdue" means: an endpoint that should run by itself was not read by its deadline.

`ProxmoxEndpoint.overdue_at` is the deadline of the next successful reading. A reading moves it, a changed schedule
starts it anew, and a failed sync leaves it alone. All times are PostgreSQL's.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Greatest, Now

from netbox_proxbox.configuration import current_settings

if TYPE_CHECKING:
    from netbox_proxbox.models import ProxmoxEndpoint

__all__ = (
    'SYNCED_BY_ITSELF',
    'deadline_after_reading',
    'deadline_of_due_time',
    'deadline_of_new_schedule',
    'is_overdue',
    'overdue_condition',
    'overdue_endpoints',
)

HAS_SCHEDULE = Q(sync_interval__isnull=False) | Q(sync_crontab__isnull=False)
SYNCED_BY_ITSELF = HAS_SCHEDULE & Q(enabled=True, backend__enabled=True)


def overdue_endpoints() -> QuerySet['ProxmoxEndpoint']:
    """Return the enabled endpoints of enabled backends that have a schedule and were not read by their deadline."""
    from netbox_proxbox.models import ProxmoxEndpoint  # the model sets its first deadline with this file

    overdue: QuerySet[ProxmoxEndpoint] = ProxmoxEndpoint.objects.filter(_overdue())
    return overdue


def is_overdue(endpoint: 'ProxmoxEndpoint') -> bool:
    """Tell whether an endpoint, as the database has it, is overdue."""
    return overdue_endpoints().filter(pk=endpoint.pk).exists()


def overdue_condition() -> Case:
    """Return the same as an expression that is true or false and never null, to annotate or filter endpoints with."""
    return Case(When(_overdue(), then=Value(True)), default=Value(False))


def deadline_of_new_schedule() -> Any:
    """Return when an endpoint whose schedule was just set is to be read first: at once, but for the grace."""
    return Now() + _grace()


def deadline_of_due_time(due_at: datetime) -> datetime:
    """Return until when an endpoint that is due at `due_at` is to be read."""
    return due_at + _grace()


def deadline_after_reading() -> Case:
    """Return the deadline that follows a successful reading, in the terms of the endpoint's row."""
    return Case(When(HAS_SCHEDULE, then=Greatest(F('next_sync_at'), Now()) + _grace()), default=None)


def _overdue() -> Q:
    return SYNCED_BY_ITSELF & Q(overdue_at__lt=Now())


def _grace() -> timedelta:
    return timedelta(seconds=current_settings()['overdue_grace'])
