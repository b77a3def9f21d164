"""The containers run the very commands that devstack runs, and so do all tests with real processes."""

from typing import Any

import pytest

from devstack import commands

# What the containers say differently, and why.
NETBOX_COMMAND = ['/opt/netbox/venv/bin/python', '/opt/netbox/netbox/manage.py']  # the image has no command `netbox`
# Devstack takes a free port of the loopback address.
EVERY_ADDRESS = ['--host', '0.0.0.0', '--port', '8000']  # noqa: S104
# NetBox itself is served by the image's own script, PostgreSQL and Valkey by theirs, and the key is registered by
# devstack itself.
NOT_OF_DEVSTACK = {'netbox', 'postgres', 'valkey', 'proxbox-api-key'}


def as_devstack_says_it(name: str, command: list[str]) -> list[str]:
    if name == 'rqworker':
        assert command[:2] == NETBOX_COMMAND
        return ['netbox', *command[2:]]
    if name == 'proxbox-api':
        assert command[-4:] == EVERY_ADDRESS
        return command[:-4]
    return command


@pytest.mark.parametrize('name', sorted(commands.SERVICES))
def test_it_is_the_same_command(services: dict[str, dict[str, Any]], name: str) -> None:
    assert as_devstack_says_it(name, services[name]['command']) == list(commands.SERVICES[name])


def test_there_is_no_other_service(services: dict[str, dict[str, Any]]) -> None:
    assert set(services) == set(commands.SERVICES) | NOT_OF_DEVSTACK
