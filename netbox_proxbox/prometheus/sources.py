"""Endpoints by the source that they are read from, and the states that somebody should know of."""

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Now
from prometheus_client.core import GaugeMetricFamily, Metric

from netbox_proxbox.choices import MissingChoices
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.runs.last_runs import FAILURES, last_end_value
from netbox_proxbox.schedules.overdue import overdue_condition

from .families import PREFIX

__all__ = ('collect',)

SOURCES = {True: 'directly', False: 'proxbox-api'}
HOLDS_BACK = Q(backend=None, paused_until__gt=Now()) | Q(backend__paused_until__gt=Now()) | Q(backend__is_paused=True)
STATES = {
    'held': ~Q(held_because='') | Q(has_held_nodes=True),
    'missing': Q(has_missing_nodes=True),
    'backing_off': HOLDS_BACK,
    'overdue': Q(is_late=True),
    'failing': Q(ended_as__in=FAILURES),
}


def collect() -> Iterator[Metric]:
    """Yield how many enabled endpoints of each source are in each state; one may be in several."""
    missing = ProxmoxNode.objects.filter(endpoint=OuterRef('pk')).exclude(missing_because='')
    held = missing.filter(missing_because__in=MissingChoices.HELD)
    endpoints = ProxmoxEndpoint.objects.filter(enabled=True).annotate(
        has_missing_nodes=Exists(missing),
        has_held_nodes=Exists(held),
        is_late=overdue_condition(),
        ended_as=last_end_value('status'),
    )
    counts = {state: Count('pk', filter=condition) for state, condition in STATES.items()}
    by_source = endpoints.annotate(is_direct=Q(backend=None)).order_by().values('is_direct')
    found = {row['is_direct']: row for row in by_source.annotate(**counts)}
    words = 'Enabled endpoints by the source that they are read from, and by state.'
    family = GaugeMetricFamily(f'{PREFIX}_endpoints_in_state', words, labels=['source', 'state'])
    for is_direct, source in SOURCES.items():
        for state in STATES:
            family.add_metric([source, state], float(found.get(is_direct, {}).get(state, 0)))
    yield family
