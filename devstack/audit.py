"""Asks PyPI for known holes in what requirements/dev.txt locks: `python -m devstack.audit`.

A hole in what the plugin brings into a NetBox is a failure. One in what NetBox pins itself, or in a tool of the tests,
is a warning, and so is a service that cannot be asked: none of them may keep anybody from checking their own work.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from tomllib import loads
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

__all__ = ('Verdict', 'main', 'needed_by', 'pinned_by', 'verdict_on')

ROOT = Path(__file__).parent.parent
SECONDS = 50
COMMAND = (
    *(sys.executable, '-m', 'pip_audit', '--requirement', str(ROOT / 'requirements/dev.txt')),
    *('--require-hashes', '--disable-pip', '--format', 'json', '--progress-spinner', 'off', '--timeout', '10'),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line for people for each thing found; `is_hole` means that the plugin's users have it, too."""

    lines: tuple[str, ...]
    is_hole: bool


def needed_by(requirements: Iterable[str]) -> frozenset[str]:
    """Return the names of all packages that these requirements bring along, as far as they are installed."""
    found: set[tuple[str, frozenset[str]]] = set()
    waiting = [Requirement(text) for text in requirements]
    while waiting:
        requirement = waiting.pop()
        wanted = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if wanted not in found:
            found.add(wanted)
            waiting += _required_by(requirement)
    return frozenset(name for name, _ in found)


def pinned_by(name: str) -> frozenset[str]:
    """Return the names of all packages of which an installed one wants an exact version."""
    found = map(Requirement, requires(name) or [])
    return frozenset(canonicalize_name(each.name) for each in found if str(each.specifier).startswith('=='))


def _required_by(requirement: Requirement) -> list[Requirement]:
    try:
        texts = requires(requirement.name) or []
    except PackageNotFoundError:
        return []
    extras = requirement.extras or {''}
    return [
        found
        for found in map(Requirement, texts)
        if found.marker is None or any(found.marker.evaluate({'extra': extra}) for extra in extras)
    ]


def verdict_on(report: str, shipped: frozenset[str]) -> Verdict:
    """Judge what pip-audit reported as JSON; anything else means that nobody could be asked."""
    try:
        packages: list[Mapping[str, Any]] = json.loads(report)['dependencies']
    except ValueError:
        return Verdict(('warning: not audited, for no list of known holes can be reached',), False)
    unknown = sum(1 for package in packages if 'skip_reason' in package)
    holed = [package for package in packages if package.get('vulns')]
    is_hole = any(canonicalize_name(package['name']) in shipped for package in holed)
    lines = [_line(package, hole, shipped) for package in holed for hole in package['vulns']]
    if unknown:
        lines.append(f'warning: {unknown} of {len(packages)} packages not audited: no list of known holes has them')
    return Verdict((*lines, f'{len(packages) - unknown} packages audited, {len(holed)} with known holes'), is_hole)


def _line(package: Mapping[str, Any], hole: Mapping[str, Any], shipped: frozenset[str]) -> str:
    level = 'error' if canonicalize_name(package['name']) in shipped else 'warning'
    cure = ', '.join(hole['fix_versions']) or 'no version yet'
    return f'{level}: {package["name"]} {package["version"]} has {hole["id"]}, mended in {cure}'


def main() -> int:
    """Print what is known, and return 1 if the plugin's users have a hole."""
    project = loads((ROOT / 'pyproject.toml').read_text())['project']
    try:
        report = subprocess.run(COMMAND, capture_output=True, text=True, timeout=SECONDS, check=False).stdout
    except subprocess.TimeoutExpired:
        report = ''
    verdict = verdict_on(report, needed_by(project['dependencies']) - pinned_by('netbox'))
    print(*verdict.lines, sep='\n')
    return int(verdict.is_hole)


if __name__ == '__main__':
    sys.exit(main())
