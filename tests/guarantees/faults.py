"""Every fault that is injected at the points of a sync: the tests are made from this list, and the table as well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pytest

from .answers import ANSWERS
from .points import (
    AROUND,
    BEFORE,
    COMMITS,
    DIRECT_QUESTIONS,
    POINTS,
    PUBLISHING,
    QUESTIONS,
    TAKEN,
    WITHOUT_TRANSACTION,
    WRITING,
)

__all__ = ('FAULTS', 'Injection', 'injections')


@dataclass(frozen=True, slots=True)
class Injection:
    """One fault at one point; `how` tells variants of it apart."""

    fault: str
    point: str
    how: str = ''

    @property
    def stage(self) -> str:
        """The stage, as runs name it."""
        return self.point.rpartition('-')[2].replace('_', '-')

    def __str__(self) -> str:
        return f'{self.point} {self.how}'.strip()


def _at(points: Sequence[str], *ways: str) -> list[tuple[str, str]]:
    return [(point, how) for point in points for how in ways or ('',)]


FAULTS: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    'a process of the worker is killed': _at(POINTS),
    'a process sleeps until its run is lost': _at(WITHOUT_TRANSACTION),
    'the worker is stopped for a while': _at(BEFORE),
    'a message comes twice': _at(AROUND),
    'a run is published twice': _at(AROUND),
    'a run is taken and not published': _at(TAKEN),
    'the broker delivers a message again': _at(AROUND),
    'the broker forgets everything': _at([*BEFORE, *PUBLISHING]),
    'connections to the broker are cut': _at([*BEFORE, *PUBLISHING]),
    'the broker fails and comes back': _at([*BEFORE, *PUBLISHING]),
    'connections to PostgreSQL are cut': _at([*AROUND, *COMMITS, *WRITING]),
    'PostgreSQL is away': _at(BEFORE),
    'the backend answers nonsense': _at(QUESTIONS, *ANSWERS),
    'Proxmox VE answers nonsense': _at(DIRECT_QUESTIONS, *ANSWERS),
}


def injections(fault: str) -> pytest.MarkDecorator:
    """Return the mark that executes a test, which takes an `injection`, for a fault at each of its points."""
    found = [Injection(fault, point, how) for point, how in FAULTS[fault]]
    return pytest.mark.parametrize('injection', found, ids=str)
