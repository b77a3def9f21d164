"""CHANGELOG.md has a dated section for the release, on top and with something in it. Pure."""

import re

__all__ = ('problems',)

HEADING = re.compile(r'^## \[(?P<name>[^\]]+)\](?: - (?P<date>\d{4}-\d{2}-\d{2}))?$', re.MULTILINE)
UNRELEASED = 'Unreleased'


def problems(text: str, version: str) -> list[str]:
    """Say what keeps the changelog from telling what this version brings."""
    sections = {found['name']: found for found in HEADING.finditer(text)}
    if version not in sections:
        return [f'CHANGELOG.md has no section "## [{version}] - YYYY-MM-DD"']
    return [
        *_of_the_order([*sections], version),
        *([] if sections[version]['date'] else [f'the section of {version} has no date']),
        *([] if _body(text, sections[version]) else [f'the section of {version} is empty']),
        *([] if UNRELEASED not in sections or not _body(text, sections[UNRELEASED]) else [_left_over(version)]),
    ]


def _of_the_order(names: list[str], version: str) -> list[str]:
    newest = next(name for name in names if name != UNRELEASED)
    return [] if newest == version else [f'the section of {newest} stands above that of {version}']


def _body(text: str, heading: re.Match[str]) -> str:
    after = text[heading.end() :]
    following = HEADING.search(after)
    return after[: following.start() if following else None].strip()


def _left_over(version: str) -> str:
    return f'the section {UNRELEASED} is not empty, though all that is committed is in {version}'
