"""A private PostgreSQL server."""

import os
import secrets
import signal
from pathlib import Path

from devstack.account import Account, unprivileged_account
from devstack.ports import HOST, free_port
from devstack.postgres import USER, Postgres
from devstack.process import Command
from devstack.supervisor import Supervisor

__all__ = ['start_postgres']

# A server that lives as long as a run has nothing to lose in a crash of the machine, and without sockets no path of
# the checkout is too long for one.
_SETTINGS = {
    'fsync': 'off',
    'full_page_writes': 'off',
    'synchronous_commit': 'off',
    'max_connections': '200',
    'listen_addresses': HOST,
    'unix_socket_directories': '',
}


def start_postgres(programs: Path, folder: Path, supervisor: Supervisor) -> Postgres:
    """Make a database cluster in `folder` and start it on a free port; returns when it answers."""
    account = unprivileged_account()
    server = Postgres(programs, free_port(), secrets.token_urlsafe(24))
    data = folder / 'postgres'
    _initialize(server, data, account, supervisor)
    settings = [word for name, value in _SETTINGS.items() for word in ('-c', f'{name}={value}')]
    command = Command(
        'postgres',
        [programs / 'postgres', '-D', data, '-p', str(server.port), *settings],
        folder=data,
        account=account,
        stop_signal=signal.SIGINT,
    )
    supervisor.start(command, foundation=True).wait_until(server.answers, timeout=60)
    return server


def _initialize(server: Postgres, data: Path, account: Account | None, supervisor: Supervisor) -> None:
    data.mkdir(mode=0o700)
    password_file = data.with_suffix('.password')
    password_file.touch(mode=0o600)
    password_file.write_text(server.password)
    if account:
        for path in (data, password_file):
            os.chown(path, account.uid, account.gid)
    options = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', f'--username={USER}', '--no-sync']
    arguments: list[str | Path] = [server.programs / 'initdb', *options, f'--pwfile={password_file}', '-D', data]
    supervisor.run(Command('initdb', arguments, folder=data, account=account))
    password_file.unlink()
