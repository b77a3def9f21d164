"""The sdist and the wheel of a commit, built so that anybody who builds them gets the same bytes."""

import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

__all__ = ('Artifacts', 'build_site', 'built', 'differences', 'digest', 'git')

HATCHLING = (sys.executable, '-m', 'hatchling', 'build', '--directory')
# Whoever clones has rights of their own on the files.
RIGHTS = ('0022', '0077')
# The documentation, among NetBox's static files: `models/documented.py` of the plugin leads there.
SITE = Path('netbox_proxbox', 'static', 'netbox_proxbox', 'docs')
MKDOCS = (sys.executable, '-m', 'mkdocs', 'build', '--site-dir')


@dataclass(frozen=True, slots=True)
class Artifacts:
    """The two files that are published, and what was made to go into both, by its name in the repository."""

    sdist: Path
    wheel: Path
    made: tuple[str, ...]

    def __iter__(self) -> Iterator[Path]:
        yield from (self.sdist, self.wheel)


def git(root: Path, *arguments: str) -> str:
    """Return what git answers; raises CalledProcessError."""
    command = ['git', '-C', str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def built(root: Path, folder: Path) -> tuple[Artifacts, Artifacts]:
    """Build what is committed, from two copies of it that differ in their folders and in the rights on their files."""
    first, second = (_built_with(root, folder / f'with-rights-{rights}', rights) for rights in RIGHTS)
    return first, second


def differences(root: Path, first: Artifacts, second: Artifacts, folder: Path) -> list[str]:
    """Say which files differ, also from those that come of the sdist instead of the repository."""
    with tarfile.open(first.sdist) as archive:
        archive.extractall(folder, filter='data')
    (unpacked,) = folder.iterdir()
    third = _built_from(unpacked, _time_of(root))
    pairs = [*zip(first, second, strict=True), (first.wheel, third.wheel)]
    return [f'{one.name} has other bytes in {other.parent}' for one, other in pairs if digest(one) != digest(other)]


def digest(file: Path) -> str:
    """Return what people compare: the SHA-256 of the file."""
    return sha256(file.read_bytes()).hexdigest()


def build_site(folder: Path, time: str) -> None:
    """Build the documentation of a copy into it, as of that time; raises SystemExit with what MkDocs said."""
    environment = {**os.environ, 'SOURCE_DATE_EPOCH': time, 'PYTHONPATH': str(folder), 'NO_MKDOCS_2_WARNING': 'true'}
    command = [*MKDOCS, str(folder / SITE)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f'The documentation cannot be built:\n{done.stderr}')


def _time_of(root: Path) -> str:
    return git(root, 'log', '-1', '--format=%ct')


def _built_with(root: Path, folder: Path, rights: str) -> Artifacts:
    command = ['git', '-C', str(root), '-c', f'tar.umask={rights}', 'archive', 'HEAD']
    content = subprocess.run(command, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        archive.extractall(folder, filter='data')
    build_site(folder, _time_of(root))
    return _built_from(folder, _time_of(root))


def _built_from(folder: Path, time: str) -> Artifacts:
    environment = {**os.environ, 'SOURCE_DATE_EPOCH': time}
    subprocess.run([*HATCHLING, 'dist'], cwd=folder, env=environment, capture_output=True, check=True)
    (sdist,), (wheel,) = (folder / 'dist').glob('*.tar.gz'), (folder / 'dist').glob('*.whl')
    made = (file.relative_to(folder) for file in (folder / SITE).rglob('*') if file.is_file())
    return Artifacts(sdist, wheel, tuple(map(str, made)))
