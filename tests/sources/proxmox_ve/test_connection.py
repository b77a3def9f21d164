"""How long a host that is silent keeps others waiting."""

import socket
import time

import pytest

from netbox_proxbox import errors
from netbox_proxbox.sources.proxmox_ve.source import ProxmoxSource

from .scripted_member import address_at, connection_to


@pytest.mark.parametrize(('addresses', 'seconds'), [(0, 4.0), (1, 4.0), (2, 2.0), (4, 1.0), (32, 1.0)])
def test_addresses_share_the_time_to_connect(addresses: int, seconds: float) -> None:
    assert connection_to(*[address_at(8006)] * addresses).connect_seconds == seconds


def test_a_cluster_that_is_silent_as_a_whole_takes_no_longer_than_one_host() -> None:
    with socket.create_server(('127.0.0.1', 0)) as silent:
        port = silent.getsockname()[1]
        connection = connection_to(*(address_at(port) for _ in range(4)), timeout=30.0)
        began = time.monotonic()
        with ProxmoxSource(connection) as source, pytest.raises(errors.NoMemberAnswers) as caught:
            source.topology()

    assert time.monotonic() - began < 8.0
    assert len(caught.value.failures) == 4


def test_a_silent_host_is_asked_once() -> None:
    with socket.create_server(('127.0.0.1', 0)) as silent:
        connection = connection_to(*[address_at(silent.getsockname()[1])], timeout=0.5)
        with ProxmoxSource(connection) as source, pytest.raises(errors.ProxmoxTimeout):
            source.topology()
        assert (source.requests, source.retries) == (1, [])
