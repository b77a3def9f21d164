"""What a node says of its figures, whatever the database has."""

import pytest

from netbox_proxbox.models import ProxmoxNode


@pytest.mark.parametrize('usage', [-5, -0.01, 0])
def test_no_use_of_the_cpu_is_below_zero(usage: float) -> None:
    assert ProxmoxNode(cpu_usage=usage).cpu_usage_percent == 0
