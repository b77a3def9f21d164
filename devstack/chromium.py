"""The Chromium that tests look at pages with: the system's own, or installed."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from devstack.system_packages import SystemPackage

__all__ = ['arguments', 'find_chromium', 'find_or_install_chromium']

_PROGRAMS = ('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable')
_ELSEWHERE = (
    '/usr/lib/chromium/chromium',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
)
# Nothing but the pages under test is asked for anything.
_QUIET = (
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
)
# A bare system has no font of a fixed width.
_PACKAGE = SystemPackage(
    title='Chromium',
    names={
        'apt-get': ['chromium', 'fonts-liberation'],
        'dnf': ['chromium', 'liberation-fonts'],
        'pacman': ['chromium', 'ttf-liberation'],
        'apk': ['chromium', 'font-liberation'],
        'brew': ['--cask', 'chromium'],
    },
    home_page='https://www.chromium.org/getting-involved/download-chromium/',
)


def find_chromium() -> Path | None:
    """Return the program, None when there is no Chromium and no Chrome."""
    return next(_candidates(), None)


def find_or_install_chromium() -> Path:
    """Return the program, installed with the system's package manager where that is allowed.

    Raises PackageMissingError, which says what to type.
    """
    return _PACKAGE.provided(find_chromium)


def arguments() -> list[str]:
    """Return how it is started: without its sandbox only for root, for whom it has none."""
    return [*_QUIET, *(['--no-sandbox'] if os.geteuid() == 0 else [])]


def _candidates() -> Iterator[Path]:
    yield from (Path(found) for name in _PROGRAMS if (found := shutil.which(name)))
    yield from (path for name in _ELSEWHERE if (path := Path(name)).exists())
