"""Workers and beats that are heard."""

from collections import Counter
from collections.abc import Iterator

from prometheus_client.core import Metric

from netbox_proxbox.choices import HeartbeatKindChoices
from netbox_proxbox.health import heartbeats

from .families import gauge_by

__all__ = ('collect',)


def collect() -> Iterator[Metric]:
    """Yield how many processes of each kind are alive."""
    heard = Counter(heartbeats.heard_lately().values_list('kind', flat=True))
    kinds = [(kind, heard[kind]) for kind in (HeartbeatKindChoices.WORKER, HeartbeatKindChoices.BEAT)]
    yield gauge_by('kind', 'processes_heard', 'Workers and beats that were heard within the last minute.', kinds)
