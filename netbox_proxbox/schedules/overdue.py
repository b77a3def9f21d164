"""What "overdue" means: an endpoint that should run by itself was not read by its deadline (`models/deadlines.py`)."""

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Now

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.models.deadlines import HAS_SCHEDULE

__all__ = ('SYNCED_BY_ITSELF', 'is_overdue', 'overdue_condition', 'overdue_endpoints')

SYNCED_BY_ITSELF = HAS_SCHEDULE & Q(enabled=True) & (Q(backend=None) | Q(backend__enabled=True))


def overdue_endpoints() -> QuerySet[ProxmoxEndpoint]:
    """Return the endpoints that are enabled, and so is their backend, have a schedule, and were not read in time."""
    overdue: QuerySet[ProxmoxEndpoint] = ProxmoxEndpoint.objects.filter(_overdue())
    return overdue


def is_overdue(endpoint: ProxmoxEndpoint) -> bool:
    """Tell whether an endpoint, as the database has it, is overdue."""
    return overdue_endpoints().filter(pk=endpoint.pk).exists()


def overdue_condition() -> Case:
    """Return the same as an expression that is true or false and never null, to annotate or filter endpoints with."""
    return Case(When(_overdue(), then=Value(True)), default=Value(False))


def _overdue() -> Q:
    return SYNCED_BY_ITSELF & Q(overdue_at__lt=Now())
