"""Free ports are free, and never the same."""

import socket

from devstack.ports import HOST, free_port


def test_nobody_listens_on_a_free_port() -> None:
    with socket.socket() as listener:
        listener.bind((HOST, free_port()))


def test_no_port_is_given_twice() -> None:
    ports = [free_port() for _ in range(50)]
    assert len(set(ports)) == 50
