"""A private RabbitMQ: a node with a name, ports and data of its own. Results stay on NetBox's Valkey."""

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from devstack.brokers.rabbitmq_package import find_epmd, find_or_install_rabbitmq
from devstack.ports import HOST, free_port
from devstack.process import Command, Process
from devstack.supervisor import Supervisor

__all__ = ['RabbitMqBroker']

_USER: Final = 'netbox'
_DATA: Final = 'data'
# Nothing but loopback is listened at.
_LOOPBACK: Final = '-kernel inet_dist_use_interface {127,0,0,1}'


class RabbitMqBroker:
    """A node and its epmd, which knows no other node."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self._programs = find_or_install_rabbitmq()
        self._folder = supervisor.new_folder()
        self._port = free_port()
        self._environment = _environment(self._folder, f'proxbox{self._port}@localhost')
        self.password = _configure(self._folder, self._port)
        self.url = f'amqp://{_USER}:{self.password}@{HOST}:{self._port}//'
        self._start_epmd()
        self.process = self.start()

    @property
    def settings(self) -> Mapping[str, Any]:
        """What NetBox is told: see SiteSettings."""
        return {'broker_url': self.url}

    @property
    def ports(self) -> list[int]:
        """All ports of the node and of its epmd."""
        return [self._port, *(int(self._environment[name]) for name in ('ERL_EPMD_PORT', 'RABBITMQ_DIST_PORT'))]

    def start(self) -> Process:
        """Start the node with what it has on disk; returns when it takes connections."""
        command = Command(
            'rabbitmq', [self._programs / 'rabbitmq-server'], self._environment, folder=self._folder, grace=30
        )
        self.process = self._supervisor.start(command, foundation=True)
        self.process.wait_until(self._answers, timeout=120)
        return self.process

    def version(self) -> str:
        """Return the release, such as 3.10.8."""
        return self.evaluate('rabbit_misc:version().').strip('"')

    def evaluate(self, expression: str) -> str:
        """Return what an Erlang expression is in the node."""
        return self._control('eval', expression)

    def trace(self, is_on: bool) -> None:
        """Have a copy of each message sent to the exchange `amq.rabbitmq.trace`, or no more."""
        self._control('trace_on' if is_on else 'trace_off')

    def forget(self) -> None:
        """Remove all that a node, which does not run, has on disk."""
        shutil.rmtree(self._folder / _DATA)

    def _answers(self) -> bool:
        return re.search(r'completed with \d+ plugins', self.process.log.read_text(errors='replace')) is not None

    def _control(self, *arguments: str) -> str:
        done = subprocess.run(
            [self._programs / 'rabbitmqctl', '--quiet', *arguments],
            env={**os.environ, **self._environment},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f'rabbitmqctl {arguments[0]}: {done.stdout}{done.stderr}')
        return done.stdout.strip()

    def _start_epmd(self) -> None:
        port = self._environment['ERL_EPMD_PORT']
        command = Command('epmd', [find_epmd(), '-port', port, '-address', HOST], folder=self._folder)
        self._supervisor.start(command, foundation=True)


def _configure(folder: Path, port: int) -> str:
    """Write the configuration, and return the password in it."""
    password = secrets.token_urlsafe(24)
    lines = [
        f'listeners.tcp.1 = {HOST}:{port}',
        f'default_user = {_USER}',
        f'default_pass = {password}',
        'log.console = true',
        'log.console.level = warning',
        'log.file = false',
        # A full disk of a developer is no reason to take no message.
        'disk_free_limit.absolute = 50MB',
    ]
    configuration = folder / 'rabbitmq.conf'
    configuration.touch(mode=0o600)
    configuration.write_text('\n'.join(lines) + '\n')
    (folder / 'plugins').write_text('[].\n')
    (folder / 'environment').touch()
    return password


def _environment(folder: Path, node: str) -> dict[str, str]:
    """Return all that keeps the node apart from one of the system; HOME has the cookie."""
    return {
        'HOME': str(folder),
        'ERL_EPMD_PORT': str(free_port()),
        'RABBITMQ_NODENAME': node,
        'RABBITMQ_CONFIG_FILE': str(folder / 'rabbitmq'),
        'RABBITMQ_CONF_ENV_FILE': str(folder / 'environment'),
        'RABBITMQ_MNESIA_BASE': str(folder / _DATA),
        'RABBITMQ_LOG_BASE': str(folder / 'log'),
        'RABBITMQ_ENABLED_PLUGINS_FILE': str(folder / 'plugins'),
        'RABBITMQ_PID_FILE': str(folder / 'pid'),
        'RABBITMQ_DIST_PORT': str(free_port()),
        'RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS': _LOOPBACK,
        # Its script makes way for the node, so that a signal reaches that.
        'RUNNING_UNDER_SYSTEMD': 'true',
    }
