"""Backends, endpoints, clusters and nodes."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.db.models.functions import Now
from prometheus_client.core import Metric

from netbox_proxbox.choices import HeldReadingChoices, MissingChoices
from netbox_proxbox.health.demand import requests_per_minute
from netbox_proxbox.models import ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.runs.last_runs import FAILURES, last_end_value
from netbox_proxbox.schedules.overdue import overdue_condition

from .families import gauge_by

__all__ = ('collect',)

SECONDS_A_MINUTE = 60


def collect() -> Iterator[Metric]:
    """Yield what NetBox knows of Proxmox, and how the backends and endpoints are."""
    yield from _endpoints()
    yield from _backends()
    of_nodes = ProxmoxNode.objects.aggregate(online=Count('pk', filter=Q(online=True)), every=Count('pk'))
    nodes = [(True, of_nodes['online']), (False, of_nodes['every'] - of_nodes['online'])]
    yield gauge_by('online', 'nodes', 'Nodes, as the last reading of each had them.', nodes)
    yield _held_readings()
    yield _missing_nodes()
    of_clusters = ProxmoxCluster.objects.aggregate(quorate=Count('pk', filter=Q(quorate=True)), every=Count('pk'))
    clusters = [(True, of_clusters['quorate']), (False, of_clusters['every'] - of_clusters['quorate'])]
    yield gauge_by('quorate', 'clusters', 'Clusters, as the last reading of each had them.', clusters)


def _held_readings() -> Metric:
    held = ProxmoxEndpoint.objects.filter(enabled=True).exclude(held_because='').order_by().values_list('held_because')
    found = dict(held.annotate(count=Count('pk')))
    counts = [(reason, found.get(reason, 0)) for reason in HeldReadingChoices.values()]
    words = 'Enabled endpoints whose reading waits for a decision, by why it is not believed.'
    return gauge_by('because', 'endpoints_held', words, counts)


def _missing_nodes() -> Metric:
    missing = ProxmoxNode.objects.filter(endpoint__enabled=True).exclude(missing_because='').order_by()
    found = dict(missing.values_list('missing_because').annotate(count=Count('pk')))
    counts = [(reason, found.get(reason, 0)) for reason in MissingChoices.values()]
    words = 'Nodes of enabled endpoints that the last complete reading lacked, by why they are still there.'
    return gauge_by('because', 'nodes_missing', words, counts)


def _endpoints() -> Iterator[Metric]:
    enabled = ProxmoxEndpoint.objects.filter(enabled=True).order_by('backend__name')
    rows = enabled.annotate(late=overdue_condition(), ended_as=last_end_value('status'))
    counted = rows.values('backend__name').annotate(
        every=Count('pk'),
        overdue=Count('pk', filter=Q(late=True)),
        failing=Count('pk', filter=Q(ended_as__in=FAILURES)),
    )
    counts = list(counted.values_list('backend__name', 'every', 'overdue', 'failing'))
    # An empty label is none: of the endpoints that are read directly.
    every, overdue, failing = ([(row[0] or '', row[place]) for row in counts] for place in (1, 2, 3))
    yield gauge_by('backend', 'endpoints', 'Enabled endpoints.', every)
    yield gauge_by('backend', 'endpoints_overdue', 'Endpoints that were not read when they should have been.', overdue)
    yield gauge_by('backend', 'endpoints_failing', 'Endpoints whose last sync failed or was lost.', failing)


def _backends() -> Iterator[Metric]:
    holds_back = Q(is_paused=True) | Q(paused_until__gt=Now())
    enabled = ProxboxBackend.objects.filter(enabled=True).annotate(holds_back=holds_back)
    known = list(enabled.values_list('name', 'holds_back', 'failures'))
    demand = requests_per_minute()
    rates = [(name, demand.get(name, 0.0) / SECONDS_A_MINUTE) for name, *_ in known]
    yield gauge_by('backend', 'backend_paused', '1 while a backend is paused or backs off.', [row[:2] for row in known])
    yield gauge_by('backend', 'backend_failures', 'Failures in a row.', [(name, count) for name, _, count in known])
    yield gauge_by('backend', 'backend_demand_requests_per_second', 'What the schedules ask of a backend.', rates)
