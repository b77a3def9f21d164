"""What comes from the system's package manager, and is installed where that is allowed."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

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

    def install(self) -> None:
        """Install it; raises PackageMissingError."""
        command = self._command()
        if not _may_install(command):
            raise PackageMissingError(f'{self.title} is needed. Type:  sudo {" ".join(command)}')
        _run(command)

    def missing_after_all(self) -> PackageMissingError:
        """The error of a system whose packages bring something else than what is looked for."""
        return PackageMissingError(f'The system has no {self.title} after:  {" ".join(self._command())}')

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


def _run(command: list[str]) -> None:
    sudo = [] if os.geteuid() == 0 or command[0] == 'brew' else ['sudo', '--non-interactive']
    environment = {**os.environ, 'DEBIAN_FRONTEND': 'noninteractive'}
    if command[0] == 'apt-get':
        subprocess.run([*sudo, 'apt-get', 'update', '--quiet'], env=environment, capture_output=True, check=False)
    done = subprocess.run([*sudo, *command], env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise PackageMissingError(f'{" ".join(command)} failed:\n{done.stderr}{done.stdout}')
