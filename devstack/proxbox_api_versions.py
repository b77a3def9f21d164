"""The versions of proxbox-api: `python -m devstack.proxbox_api_versions` lists those that `make test` leaves out."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from uv import find_uv_bin

from devstack.paths import ROOT, STATE

__all__ = ['LOCKED', 'LOCKS', 'VARIABLE', 'UnresolvedError', 'chosen', 'lock_of', 'newest', 'others']

# Set by `python -m devstack run --proxbox-api VERSION` for what it runs.
VARIABLE: Final = 'DEVSTACK_PROXBOX_API'
_REQUIREMENTS = ROOT / 'requirements'
_PIN = re.compile(r'^proxbox-api==(\S+)', re.MULTILINE)
_COMPILE = ('pip', 'compile', '--quiet', '--upgrade', '--refresh-package', 'proxbox-api', '--no-header')


class UnresolvedError(RuntimeError):
    """The package index cannot be asked, or does not have that version."""


def _version_in(text: str) -> str:
    (version,) = _PIN.findall(text)
    return str(version)


LOCKS: Final[Mapping[str, Path]] = MappingProxyType(
    {_version_in(file.read_text()): file.with_suffix('.txt') for file in sorted(_REQUIREMENTS.glob('proxbox-api*.in'))}
)
# The one that the demo shows, that README.md installs and that every test is run with.
LOCKED: Final = _version_in((_REQUIREMENTS / 'proxbox-api.in').read_text())


def chosen() -> str:
    """Return the version that this process is to start."""
    return os.environ.get(VARIABLE) or LOCKED


def lock_of(version: str) -> Path:
    """Return the lock of a version; one that is not in `requirements/` is resolved as of now, or UnresolvedError."""
    if version in LOCKS:
        return LOCKS[version]
    lock = STATE / f'proxbox-api-{version}.txt'
    STATE.mkdir(exist_ok=True)
    lock.write_text(_resolved(f'proxbox-api=={version}', '--generate-hashes', '--no-annotate'))
    return lock


def newest() -> str:
    """Ask the package index what is newest; raises UnresolvedError."""
    return _version_in(_resolved('proxbox-api', '--no-deps'))


def others() -> list[str]:
    """Return what is tested beside `LOCKED`: what else is locked, and what is newest, if no lock has it."""
    found = newest()
    return [version for version in (*LOCKS, *([] if found in LOCKS else [found])) if version != LOCKED]


def _resolved(requirement: str, *options: str) -> str:
    command = [find_uv_bin(), *_COMPILE, '--python', sys.executable, *options, '-']
    done = subprocess.run(command, input=requirement, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UnresolvedError(f'{requirement} cannot be resolved:\n{done.stderr}')
    return done.stdout


if __name__ == '__main__':
    try:
        print(*others(), sep='\n')
    except UnresolvedError as error:
        sys.exit(str(error))
