"""PostgreSQL's server programs: found where systems keep them, or installed."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

__all__ = ['PostgresMissingError', 'find_or_install_postgres', 'find_postgres']

OLDEST = 15
_INSTALL = {
    'apt-get': ['apt-get', 'install', '--yes', '--no-install-recommends', 'postgresql'],
    'dnf': ['dnf', 'install', '--assumeyes', 'postgresql-server'],
    'pacman': ['pacman', '--sync', '--noconfirm', 'postgresql'],
    'apk': ['apk', 'add', 'postgresql'],
    'brew': ['brew', 'install', 'postgresql@17'],
}


class PostgresMissingError(RuntimeError):
    """There is no PostgreSQL server program here, and none could be installed."""


def find_postgres() -> Path | None:
    """Return the folder of the newest PostgreSQL server here, None without one of NetBox's minimum version."""
    found = {folder: major for folder in _candidates() if (major := _major(folder)) >= OLDEST}
    return max(found, key=lambda folder: found[folder], default=None)


def find_or_install_postgres() -> Path:
    """Return the folder of PostgreSQL's programs, installed with the system's package manager where that is allowed.

    Raises PostgresMissingError, which says what to type.
    """
    folder = find_postgres()
    if folder:
        return folder
    command = _install_command()
    if not _may_install(command):
        raise PostgresMissingError(f'PostgreSQL {OLDEST} or newer is needed. Type:  sudo {" ".join(command)}')
    _install(command)
    folder = find_postgres()
    if not folder:
        raise PostgresMissingError(f'The system has no PostgreSQL {OLDEST} or newer after:  {" ".join(command)}')
    return folder


def _candidates() -> Iterator[Path]:
    pg_config = shutil.which('pg_config')
    if pg_config:
        answer = subprocess.run([pg_config, '--bindir'], capture_output=True, text=True, check=False)
        yield Path(answer.stdout.strip())
    on_path = shutil.which('postgres')
    if on_path:
        yield Path(on_path).resolve().parent
    yield from Path('/usr/lib/postgresql').glob('*/bin')
    yield from Path('/usr').glob('pgsql-*/bin')
    for prefix in ('/opt/homebrew/opt', '/usr/local/opt', '/home/linuxbrew/.linuxbrew/opt'):
        yield from Path(prefix).glob('postgresql*/bin')


def _major(folder: Path) -> int:
    if not all((folder / program).exists() for program in ('postgres', 'initdb', 'pg_dump', 'pg_restore')):
        return 0
    answer = subprocess.run([folder / 'postgres', '--version'], capture_output=True, text=True, check=False)
    number = answer.stdout.partition(')')[2].strip().partition('.')[0]
    return int(number) if number.isdigit() else 0


def _install_command() -> list[str]:
    for program, command in _INSTALL.items():
        if shutil.which(program):
            return command
    raise PostgresMissingError(f'PostgreSQL {OLDEST} or newer is needed: see https://www.postgresql.org/download/')


def _may_install(command: list[str]) -> bool:
    if os.geteuid() == 0 or command[0] == 'brew':
        return True
    if not shutil.which('sudo'):
        return False
    return subprocess.run(['sudo', '--non-interactive', 'true'], capture_output=True, check=False).returncode == 0


def _install(command: list[str]) -> None:
    sudo = [] if os.geteuid() == 0 or command[0] == 'brew' else ['sudo', '--non-interactive']
    environment = {**os.environ, 'DEBIAN_FRONTEND': 'noninteractive'}
    if command[0] == 'apt-get':
        subprocess.run([*sudo, 'apt-get', 'update', '--quiet'], env=environment, capture_output=True, check=False)
    done = subprocess.run([*sudo, *command], env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise PostgresMissingError(f'{" ".join(command)} failed:\n{done.stderr}{done.stdout}')
