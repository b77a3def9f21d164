"""`python -m devstack.release`: build what is committed into dist/, and say whether it may be published."""

import shutil
import sys
import tempfile
from pathlib import Path

from devstack.paths import ROOT

from .build import Artifacts, built, digest
from .findings import Findings

__all__ = ('main',)


def main(root: Path = ROOT) -> int:
    """Print what was checked and what is wrong, and return the exit code.

    dist/ gets the files if all is well. If nothing is wrong but the addresses, it gets them as well, to be tried out.
    """
    with tempfile.TemporaryDirectory(prefix='release-') as folder:
        first, second = built(root, Path(folder))
        findings = Findings(root, first, second)
        told = [_told(*finding) for finding in findings.all(Path(folder) / 'of-the-sdist')]
        is_well = all(told)
        if is_well:
            _deliver(root / 'dist', first)
        has_addresses = _told(*findings.of_the_addresses())
    print(_verdict(findings.version, is_well=is_well, has_addresses=has_addresses))
    return int(not (is_well and has_addresses))


def _told(title: str, problems: list[str]) -> bool:
    print(*([f'no  {title}: {problem}' for problem in problems] or [f'ok  {title}']), sep='\n')
    return not problems


def _verdict(version: str, *, is_well: bool, has_addresses: bool) -> str:
    if not is_well:
        return f'{version} is not to be published yet. dist/ is as it was.'
    if not has_addresses:
        return f'{version} is not to be published yet: what is in dist/ is for trying out, and leads people nowhere.'
    return f'Publish these two, and then: git tag v{version} && git push origin v{version}'


def _deliver(dist: Path, artifacts: Artifacts) -> None:
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir()
    for artifact in artifacts:
        print(f'{digest(artifact)}  {Path(shutil.copy2(artifact, dist)).relative_to(dist.parent)}')


if __name__ == '__main__':
    sys.exit(main())
