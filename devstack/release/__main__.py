"""`python -m devstack.release`: build what is committed into dist/, unless something keeps it from being published."""

import shutil
import sys
import tempfile
from pathlib import Path

from devstack.paths import ROOT

from .build import Artifacts, built, digest
from .findings import Findings

__all__ = ('main',)


def main(root: Path = ROOT) -> int:
    """Print what was checked and what is wrong, and return the exit code; dist/ gets the files only if all is well."""
    with tempfile.TemporaryDirectory(prefix='release-') as folder:
        first, second = built(root, Path(folder))
        findings = Findings(root, first, second)
        is_well = True
        for title, problems in findings.all(Path(folder) / 'of-the-sdist'):
            is_well &= not problems
            print(*([f'no  {title}: {problem}' for problem in problems] or [f'ok  {title}']), sep='\n')
        if is_well:
            _deliver(root / 'dist', first)
            print(f'Publish these two, and then: git tag v{findings.version} && git push origin v{findings.version}')
        else:
            print(f'{findings.version} is not to be published yet. dist/ is as it was.')
    return int(not is_well)


def _deliver(dist: Path, artifacts: Artifacts) -> None:
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir()
    for artifact in artifacts:
        print(f'{digest(artifact)}  {Path(shutil.copy2(artifact, dist)).relative_to(dist.parent)}')


if __name__ == '__main__':
    sys.exit(main())
