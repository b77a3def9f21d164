"""Gauges under the plugin's prefix."""

from collections.abc import Iterable
from typing import Any

from prometheus_client.core import GaugeMetricFamily

__all__ = ('PREFIX', 'gauge', 'gauge_by')

PREFIX = 'netbox_proxbox'


def gauge(name: str, description: str, value: float) -> GaugeMetricFamily:
    """Return a gauge with one value."""
    return GaugeMetricFamily(f'{PREFIX}_{name}', description, value=value)


def gauge_by(label: str, name: str, description: str, values: Iterable[tuple[Any, Any]]) -> GaugeMetricFamily:
    """Return a gauge with a value for each value of one label; what is not known counts as 0."""
    family = GaugeMetricFamily(f'{PREFIX}_{name}', description, labels=[label])
    for of, value in values:
        family.add_metric([_text(of)], float(value or 0))
    return family


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
