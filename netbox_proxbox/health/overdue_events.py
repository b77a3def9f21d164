"""Events of endpoints that were not read in time, unless what keeps them from it is told elsewhere."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Model
from django.utils.translation import ngettext

from netbox_proxbox.errors import several
from netbox_proxbox.events import names
from netbox_proxbox.events.outbox import event_about
from netbox_proxbox.models import Heartbeat, OutboxEvent, ProxmoxEndpoint
from netbox_proxbox.schedules.overdue import overdue_endpoints

__all__ = ('overdue_events',)

type Endpoints = Sequence[ProxmoxEndpoint]


def overdue_events(watch: Heartbeat) -> list[OutboxEvent]:
    """Return what is news of overdue endpoints, those of one backend in one event; `watch` is what others share."""
    told = _told()
    late = list(overdue_endpoints().select_related('backend').order_by('overdue_at', 'name'))
    new = [each for each in late if not _was_told(each, told) and not _is_explained(each)]
    read = ProxmoxEndpoint.objects.filter(pk__in=told.keys() - {each.pk for each in late}).select_related('backend')
    back = [each for each in read if not _was_told(each, told)]
    return [*_events(new, names.ENDPOINT_OVERDUE, watch), *_events(back, names.ENDPOINT_IN_TIME, watch)]


def _told() -> dict[int, datetime]:
    """Return when each endpoint was told as overdue that was not told as read again."""
    found: dict[int, datetime] = {}
    events = OutboxEvent.objects.filter(event_type__in=(names.ENDPOINT_OVERDUE, names.ENDPOINT_IN_TIME)).order_by('pk')
    for event, created, endpoints in events.values_list('event_type', 'created', 'payload__endpoint_ids'):
        for endpoint in endpoints:
            if event == names.ENDPOINT_OVERDUE:
                found[endpoint] = created
            else:
                found.pop(endpoint, None)
    return found


def _was_told(endpoint: ProxmoxEndpoint, told: dict[int, datetime]) -> bool:
    """Tell whether it was told as overdue, and was not read since."""
    at = told.get(endpoint.pk)
    return at is not None and (endpoint.last_read_at is None or endpoint.last_read_at < at)


def _is_explained(endpoint: ProxmoxEndpoint) -> bool:
    """Tell whether a reading is held, or something fails that is counted, and told once it has failed often enough."""
    asked = endpoint.backend or endpoint
    is_failing = bool(endpoint.failed_runs or asked.failures) or getattr(asked, 'is_paused', False)
    return is_failing or bool(endpoint.held_because)


def _events(endpoints: Endpoints, event: str, watch: Heartbeat) -> list[OutboxEvent]:
    groups: dict[int | None, list[ProxmoxEndpoint]] = {}
    for endpoint in endpoints:
        groups.setdefault(endpoint.backend_id, []).append(endpoint)
    return [_event(group, event, group[0].backend or watch) for group in groups.values()]


def _event(endpoints: Endpoints, event: str, shared: Model) -> OutboxEvent:
    about = endpoints[0] if len(endpoints) == 1 else shared
    since = endpoints[0].overdue_at if event == names.ENDPOINT_OVERDUE else endpoints[0].last_read_at
    return event_about(about, event, _words(event, [each.name for each in endpoints]), endpoints=endpoints, since=since)


def _words(event: str, endpoints: Sequence[str]) -> str:
    count = len(endpoints)
    if event == names.ENDPOINT_OVERDUE:
        words = ngettext(
            '{names} was not read when it should have been.',
            '{count} endpoints were not read when they should have been: {names}.',
            count,
        )
    else:
        words = ngettext('{names} is read in time again.', '{count} endpoints are read in time again: {names}.', count)
    return words.format(names=several(endpoints), count=count)
