"""`make messages`: all that is marked for translation, into the files that translators work on."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from devstack.paths import ROOT
from devstack.system_packages import PackageMissingError, SystemPackage

__all__ = ('collect', 'main')

# What every other language begins with.
SOURCE = 'en'
MAKEMESSAGES = (sys.executable, '-m', 'django', 'makemessages', '--no-wrap', '--add-location=file')
GETTEXT = SystemPackage(
    title='gettext',
    names={manager: ['gettext'] for manager in ('apt-get', 'dnf', 'pacman', 'apk', 'brew')},
    home_page='https://www.gnu.org/software/gettext/',
)


def collect(package: Path, locales: Iterable[str] = ()) -> None:
    """Write the file of each language that a package has, and of those that are named.

    Raises PackageMissingError where there is no gettext and it cannot be installed.
    """
    GETTEXT.provided(_xgettext)
    folder = package / 'locale'
    folder.mkdir(exist_ok=True)
    wanted = {SOURCE, *locales, *(language.name for language in folder.iterdir())}
    # Without settings it reads files only; with them it would load NetBox, with the package's folders in front.
    environment = {name: value for name, value in os.environ.items() if name != 'DJANGO_SETTINGS_MODULE'}
    command = [*MAKEMESSAGES, *(f'--locale={each}' for each in sorted(wanted))]
    subprocess.run(command, cwd=package, env=environment, check=True)


def main(locales: list[str]) -> int:
    """Collect those of the plugin, and return the exit code."""
    try:
        collect(ROOT / 'netbox_proxbox', locales)
    except PackageMissingError as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


def _xgettext() -> Path | None:
    found = shutil.which('xgettext')
    return Path(found) if found else None


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
