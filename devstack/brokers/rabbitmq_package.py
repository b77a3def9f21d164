"""RabbitMQ's programs: found where systems keep them, or installed."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from devstack.system_packages import PackageMissingError, SystemPackage

__all__ = ['find_epmd', 'find_or_install_rabbitmq', 'find_rabbitmq']

_PACKAGE = SystemPackage(
    title='RabbitMQ',
    names={
        'apt-get': ['rabbitmq-server'],
        'dnf': ['rabbitmq-server'],
        'pacman': ['rabbitmq'],
        'apk': ['rabbitmq-server'],
        'brew': ['rabbitmq'],
    },
    home_page='https://www.rabbitmq.com/docs/download',
)
# Those on the PATH of Debian and Fedora step down to a user of their own, who may not write to a folder of ours.
_FOLDERS = ('/usr/lib/rabbitmq/bin', '/opt/homebrew/sbin', '/usr/local/sbin', '/home/linuxbrew/.linuxbrew/sbin')
_EPMD_FOLDERS = ('/usr/lib/erlang/bin', '/usr/lib64/erlang/bin')


def find_rabbitmq() -> Path | None:
    """Return the folder of the programs, None where there is no RabbitMQ."""
    return next((folder for folder in _candidates() if (folder / 'rabbitmq-server').exists()), None)


def find_or_install_rabbitmq() -> Path:
    """Return the folder of the programs, installed with the system's package manager where that is allowed.

    Raises PackageMissingError, which says what to type.
    """
    return _PACKAGE.provided(find_rabbitmq)


def find_epmd() -> Path:
    """Return Erlang's directory of nodes, which comes with Erlang; raises PackageMissingError."""
    found = shutil.which('epmd') or shutil.which('epmd', path=os.pathsep.join(_EPMD_FOLDERS))
    if not found:
        raise PackageMissingError('RabbitMQ is here, and epmd of Erlang is not.')
    return Path(found)


def _candidates() -> Iterator[Path]:
    yield from map(Path, _FOLDERS)
    on_path = shutil.which('rabbitmq-server')
    if on_path:
        yield Path(on_path).parent
