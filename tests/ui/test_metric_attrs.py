"""What the page of a node shows of one that is down."""

from typing import Any

import pytest

from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.ui.metric_attrs import CpuAttr, MemoryAttr, UptimeAttr

METRICS = {'cpu_usage': 0.5, 'memory_usage': 2**33, 'max_memory': 2**34, 'uptime': 90061}


@pytest.mark.parametrize(
    ('attribute', 'up', 'down'),
    [
        (CpuAttr(), '50.0 %', ''),
        (MemoryAttr(), '8.0 / 16.0 GB', '— / 16.0 GB'),
        (UptimeAttr('uptime'), '1d 1h 1m', ''),
    ],
    ids=['CPU', 'memory', 'uptime'],
)
def test_the_last_metrics_of_a_node_that_is_down_are_not_shown(attribute: Any, up: str, down: str) -> None:
    assert up in attribute.get_value(ProxmoxNode(online=True, **METRICS))
    assert (attribute.get_value(ProxmoxNode(online=False, **METRICS)) or '') == down
