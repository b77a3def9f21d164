"""What comes from the system's package manager, and is installed where that is allowed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ['PackageMissingError', 'SystemPackage']

# Another package manager at work on a fresh machine, such as unattended upgrades, is waited for.
_INSTALL = {
    'apt-get': ['apt-get', '--option=DPkg::Lock::Timeout=300', 'install', '--yes', '--no-install-recommends'],
    'dnf': ['dnf', 'install', '--assumeyes'],
    'pacman': ['pacman', '--sync', '--noconfirm'],
    'apk': ['apk', 'add'],
    'brew': ['brew', 'install'],
}


class PackageMissingError(RuntimeError):
    """A program is not here, and could not be installed; the text says what to type."""


@dataclass(frozen=True)
class SystemPackage:
    """A program that people know by its `title`; `names` are the packages that bring it, by package manager."""

    title: str
    names: Mapping[str, list[str]]
    home_page: str

    def provided(self, find: Callable[[], Path | None]) -> Path:
        """Return what `find` finds, installed first where it finds nothing; raises PackageMissingError."""
        found = find()
        if found:
            return found
        self._install()
        found = find()
        if not found:
            raise PackageMissingError(f'The system has no {self.title} after:  {" ".join(self._command())}')
        return found

    def _install(self) -> None:
        command = self._command()
        if not _may_install(command):
            raise PackageMissingError(f'{self.title} is needed. Type:  sudo {" ".join(command)}')
        print(f'{self.title} is not here and is being installed:  {" ".join(command)}', file=sys.stderr)
        failure = _failure_of(command)
        if failure:
            raise PackageMissingError(
                f'{self.title} is needed and could not be installed.\n{failure.strip()}\n'
                f'Mend this and try again, or install it in another way: see {self.home_page}'
            )

    def _command(self) -> list[str]:
        for program, command in _INSTALL.items():
            if program in self.names and shutil.which(program):
                return [*command, *self.names[program]]
        raise PackageMissingError(f'{self.title} is needed: see {self.home_page}')


def _may_install(command: list[str]) -> bool:
    if os.geteuid() == 0 or command[0] == 'brew':
        return True
    if not shutil.which('sudo'):
        return False
    return subprocess.run(['sudo', '--non-interactive', 'true'], capture_output=True, check=False).returncode == 0


def _failure_of(command: list[str]) -> str:
    """Run the package manager and return why it failed, nothing if it did not."""
    sudo = [] if os.geteuid() == 0 or command[0] == 'brew' else ['sudo', '--non-interactive']
    # Where its lists cannot be fetched, apt-get takes old ones and only warns: what fails later is due to that.
    warnings = _run([*sudo, *command[:2], 'update']).stderr if command[0] == 'apt-get' else ''
    done = _run([*sudo, *command])
    return f'{warnings}{" ".join(command)}:\n{done.stderr or done.stdout}' if done.returncode else ''


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, 'DEBIAN_FRONTEND': 'noninteractive'}
    return subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
