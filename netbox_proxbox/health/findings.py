"""What a look at a part of the system found, with what to do about it. Health, doctor and connection tests speak it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ('Finding', 'Level', 'Offer', 'Section', 'worst_of')


class Level(StrEnum):
    """How bad a finding is, from good to bad; what was not tried is not known to be bad."""

    OK = 'ok'
    NOT_TRIED = 'not-tried'
    WARNING = 'warning'
    ERROR = 'error'


@dataclass(frozen=True, slots=True)
class Offer:
    """A value that a form may take over on a click: `label` says what that does, `clears` is a field to empty."""

    label: str
    field: str
    value: str
    clears: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of the system and how it is: `summary` says what is the case, `cure` what to do when it is not well."""

    subject: str
    level: Level
    summary: str
    cure: str = ''
    offer: Offer | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Findings that belong together, under a title for people, and by a key where a page knows more of them."""

    title: str
    findings: list[Finding]
    key: str = ''

    @property
    def level(self) -> Level:
        """The worst level among them."""
        return worst_of(self.findings)


def worst_of(findings: Iterable[Finding]) -> Level:
    """Return the worst level; nothing found is well."""
    levels = list(Level)
    return max((finding.level for finding in findings), key=levels.index, default=Level.OK)
