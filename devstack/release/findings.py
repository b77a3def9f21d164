"""All that is asked of a release, in the order in which a maintainer would mend it."""

from collections.abc import Iterator
from pathlib import Path

from packaging.metadata import Metadata

from . import addresses, changelog, contents, metadata
from .build import Artifacts, differences, git

__all__ = ('Finding', 'Findings')

# What was looked at, and what is wrong with it.
type Finding = tuple[str, list[str]]

# Those that tell people where to install it from.
PAGES = ('README.md', 'docs/install.md')


class Findings:
    """What is found about two builds of one commit; `version` is the one that they name."""

    def __init__(self, root: Path, first: Artifacts, second: Artifacts) -> None:
        self._root, self._first, self._second = root, first, second
        self._metadata = Metadata.from_email(metadata.metadata_of(first.wheel), validate=False)
        self.version = str(self._metadata.version)

    def all(self, folder: Path) -> Iterator[Finding]:
        """Yield each finding; the folder is made, for the build from the sdist."""
        yield 'all is committed', self._not_committed()
        yield f'{self.version} is a new version', self._of_the_tag()
        yield (
            'the changelog tells what it brings',
            changelog.problems(self._git('show', 'HEAD:CHANGELOG.md'), self.version),
        )
        yield 'each build has the same bytes', differences(self._root, self._first, self._second, folder)
        yield 'the metadata are well-formed and complete', metadata.problems(*map(metadata.metadata_of, self._first))
        committed = self._git('ls-tree', '-r', '--name-only', 'HEAD').splitlines()
        for artifact in self._first:
            wrong = contents.problems(artifact, [*committed, *self._first.made], self.version)
            yield f'{artifact.name} has what its list names', wrong

    def of_the_addresses(self) -> Finding:
        """Look whether people find the project: without that the files are good for nothing but trying them out."""
        pages = {name: self._git('show', f'HEAD:{name}') for name in PAGES}
        return 'its addresses lead to the project', addresses.problems(self._metadata.project_urls or {}, pages)

    def _git(self, *arguments: str) -> str:
        return git(self._root, *arguments)

    def _not_committed(self) -> list[str]:
        changes = self._git('status', '--porcelain').splitlines()
        return [f'{line.split(maxsplit=1)[1]} is not' for line in changes]

    def _of_the_tag(self) -> list[str]:
        tagged = self._git('tag', '--list', f'v{self.version}', '--format=%(objectname) %(*objectname)').split()
        is_new = not tagged or self._git('rev-parse', 'HEAD') in tagged
        return [] if is_new else [f'v{self.version} is another commit; raise __version__ in netbox_proxbox/__init__.py']
