"""What the page of a node shows of one that is down."""

from typing import Any

import pytest

from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.ui.metric_attrs import BytesAttr, CpuAttr, UptimeAttr

DISK = {'disk_usage': 2**31, 'max_disk': 2**32}
METRICS = {'cpu_usage': 0.5, 'memory_usage': 2**33, 'max_memory': 2**34, **DISK, 'uptime': 90061}


@pytest.mark.parametrize(
    ('attribute', 'up', 'down'),
    [
        (CpuAttr(), '50.0 %', ''),
        (BytesAttr('memory', 'Memory'), '8.0 / 16.0 GB', '— / 16.0 GB'),
        (BytesAttr('disk', 'Disk'), '2.0 / 4.0 GB', '— / 4.0 GB'),
        (UptimeAttr('uptime'), '1d 1h 1m', ''),
    ],
    ids=['CPU', 'memory', 'disk', 'uptime'],
)
def test_the_last_metrics_of_a_node_that_is_down_are_not_shown(attribute: Any, up: str, down: str) -> None:
    assert up in attribute.get_value(ProxmoxNode(online=True, **METRICS))
    assert (attribute.get_value(ProxmoxNode(online=False, **METRICS)) or '') == down


def test_a_disk_that_no_source_told_of_is_not_shown_as_empty() -> None:
    node = ProxmoxNode(online=True, cpu_usage=0.5, memory_usage=2**33, max_memory=2**34)

    assert BytesAttr('disk', 'Disk').get_value(node) is None
