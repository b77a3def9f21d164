"""A repository of its own with the files of this one as they are now, committed or not."""

import shutil
from pathlib import Path

from devstack.paths import ROOT
from devstack.release.build import git

__all__ = ('SOMEBODY', 'commit_all', 'copy_files')

SOMEBODY = ('-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com')


def copy_files(folder: Path) -> None:
    """Copy all that is not ignored."""
    for name in git(ROOT, 'ls-files', '--cached', '--others', '--exclude-standard').splitlines():
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def commit_all(folder: Path) -> None:
    """Make it a repository whose only commit has all of its files."""
    git(folder, 'init', '--quiet', '--initial-branch=main')
    git(folder, 'add', '--all')
    git(folder, *SOMEBODY, 'commit', '--quiet', '--message=All')
