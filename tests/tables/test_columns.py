"""What columns show and export of a node that is up, and of one that is down."""

from typing import Any

import pytest

from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.tables.columns import BytesColumn, CpuColumn, SupportLevelColumn, UptimeColumn

DISK = {'disk_usage': 2**31, 'max_disk': 2**32}
METRICS = {'cpu_usage': 0.5, 'memory_usage': 2**33, 'max_memory': 2**34, **DISK, 'uptime': 90061}
COLUMNS = (CpuColumn(), BytesColumn('memory', 'Memory'), BytesColumn('disk', 'Disk'), UptimeColumn())


@pytest.mark.parametrize('column', COLUMNS, ids=lambda column: type(column).__name__)
def test_the_last_metrics_of_a_node_that_is_down_are_not_shown(column: Any) -> None:
    up, down = (ProxmoxNode(online=online, **METRICS) for online in (True, False))

    assert 'No current metric' not in column.render(up)
    assert 'title="No current metric">—</span>' in column.render(down)


@pytest.mark.parametrize('column', COLUMNS, ids=lambda column: type(column).__name__)
def test_the_dash_speaks_the_language_of_its_reader(column: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr('django.utils.translation._trans.gettext', str.upper)

    assert 'title="NO CURRENT METRIC">—</span>' in column.render(ProxmoxNode(online=False, **METRICS))


def test_uptime_is_told_in_words_and_exported_in_seconds() -> None:
    assert '>1d 1h 1m</span>' in UptimeColumn().render(ProxmoxNode(online=True, **METRICS))
    assert UptimeColumn().value(90061) == 90061


def test_the_support_level_is_a_word_with_its_letter_in_exports_too() -> None:
    node = ProxmoxNode(support_level='s')

    assert SupportLevelColumn().render(node) == 'Standard (s)'
