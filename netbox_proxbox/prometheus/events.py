"""Events: what people were told of lately, under the names of the event types."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.db.models.functions import Now
from prometheus_client.core import Metric

from netbox_proxbox.events.types import EVENT_TYPES
from netbox_proxbox.models import OutboxEvent

from .families import gauge, gauge_by
from .runs import LATELY

__all__ = ('collect',)


def collect() -> Iterator[Metric]:
    """Yield the events of the last hour by type, and how many are still to be sent."""
    late = Q(created__gte=Now() - LATELY)
    found = OutboxEvent.objects.filter(late | Q(sent_at=None)).order_by().values_list('event_type')
    counted = found.annotate(told=Count('pk', filter=late), unsent=Count('pk', filter=Q(sent_at=None)))
    of_type = {name: (told, unsent) for name, told, unsent in counted}
    counts = [(each.name, of_type.get(each.name, (0, 0))[0]) for each in EVENT_TYPES]
    yield gauge_by('event', 'events_last_hour', 'Events of the last hour, by their type.', counts)
    unsent = sum(number for _, number in of_type.values())
    yield gauge('events_unsent', "Events that NetBox's event rules have yet to be told of.", unsent)
