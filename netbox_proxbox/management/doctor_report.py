"""What the doctor found, for a terminal and for programs. Pure."""

import textwrap
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from netbox_proxbox.health.findings import Finding, Level, Section, worst_of

__all__ = ('document', 'exit_code', 'section_lines', 'summary')

WORDS = {Level.OK: 'ok', Level.NOT_TRIED: 'not tried', Level.WARNING: 'WARNING', Level.ERROR: 'ERROR'}
LEVEL_WIDTH = max(map(len, WORDS.values()))
SUBJECT_WIDTH = 22
NARROWEST = 40


def section_lines(section: Section, *, width: int) -> list[str]:
    """Return the lines of one section, no longer than `width` unless a word is."""
    return [section.title, *(line for finding in section.findings for line in _finding_lines(finding, width)), '']


def summary(sections: Iterable[Section]) -> str:
    """Return the last line: how many findings are bad."""
    counts = Counter(finding.level for finding in _all(sections))
    if not counts[Level.ERROR] and not counts[Level.WARNING]:
        return 'All is well.'
    return f'{_count(counts[Level.ERROR], "error")}, {_count(counts[Level.WARNING], "warning")}.'


def document(sections: Iterable[Section]) -> dict[str, Any]:
    """Return all of it for `--json`."""
    known = list(sections)
    listed = [
        {'title': one.title, 'level': one.level, 'findings': [_content(finding) for finding in one.findings]}
        for one in known
    ]
    return {'level': worst_of(_all(known)), 'sections': listed}


def _content(finding: Finding) -> dict[str, Any]:
    """Return a finding without what only a form can take over."""
    return {name: value for name, value in asdict(finding).items() if name != 'offer'}


def exit_code(sections: Iterable[Section]) -> int:
    """Return 0 when nothing is an error, and 1 otherwise."""
    return int(worst_of(_all(sections)) is Level.ERROR)


def _finding_lines(finding: Finding, width: int) -> list[str]:
    """Return the level, the subject and the summary in columns, with the cure below."""
    start = f'  {WORDS[finding.level]:{LEVEL_WIDTH}}  {finding.subject:{SUBJECT_WIDTH}}  '
    indent = ' ' * (LEVEL_WIDTH + SUBJECT_WIDTH + 6)
    room = max(width - len(indent), NARROWEST)
    told = textwrap.wrap(finding.summary, room) or ['']
    told += textwrap.wrap(finding.cure, room, initial_indent='-> ', subsequent_indent='   ') if finding.cure else []
    if len(start) > len(indent):
        return [start.rstrip(), *(indent + line for line in told)]
    return [start + told[0], *(indent + line for line in told[1:])]


def _all(sections: Iterable[Section]) -> list[Finding]:
    return [finding for section in sections for finding in section.findings]


def _count(number: int, word: str) -> str:
    return f'{number} {word}{"" if number == 1 else "s"}'
