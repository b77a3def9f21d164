"""What is in a wheel and in an sdist, compared with the lists `wheel.txt` and `sdist.txt`."""

import tarfile
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from zipfile import ZipFile

__all__ = ('expected', 'names_in', 'problems')

HERE = Path(__file__).parent
VERSION = '{version}'


def problems(artifact: Path, committed: Iterable[str], version: str) -> list[str]:
    """Say what is in the file and not on its list, and the other way round."""
    is_wheel = artifact.suffix == '.whl'
    lines = (HERE / ('wheel.txt' if is_wheel else 'sdist.txt')).read_text().splitlines()
    wanted, found = expected(lines, committed, version), names_in(artifact)
    return [
        *(f'{artifact.name} has {name}, which is not on its list' for name in sorted(found - wanted)),
        *(f'{artifact.name} lacks {name}' for name in sorted(wanted - found)),
    ]


def expected(lines: Iterable[str], committed: Iterable[str], version: str) -> set[str]:
    """Return the names that a list stands for.

    A line is a pattern over what is committed, or takes away what others have added if it begins with `!`. One with the
    version is a file that the build makes.
    """
    names, wanted = list(committed), set[str]()
    for line in lines:
        if line.startswith('#'):
            continue
        if line.startswith('!'):
            wanted -= _matching(line[1:], names)
        elif VERSION in line:
            wanted.add(line.replace(VERSION, version))
        else:
            wanted |= _matching(line, names)
    return wanted


def _matching(pattern: str, names: list[str]) -> set[str]:
    return {name for name in names if fnmatchcase(name, pattern)}


def names_in(artifact: Path) -> set[str]:
    """Return the names of all files; those of an sdist as they stand in the repository, but for what the build made."""
    if artifact.suffix == '.whl':
        with ZipFile(artifact) as wheel:
            return set(wheel.namelist())
    folder = artifact.name.removesuffix('.tar.gz')
    with tarfile.open(artifact) as sdist:
        names = {member.name for member in sdist if not member.isdir()}
    return {name if name == f'{folder}/PKG-INFO' else name.removeprefix(f'{folder}/') for name in names}
