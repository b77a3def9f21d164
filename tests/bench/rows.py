"""The rows of the table: what was measured, what it should be, and whether it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from rich.table import Table

__all__ = ('Row', 'is_missed', 'seconds_of', 'table')


@dataclass(frozen=True)
class Row:
    """One figure; without a target it is only reported."""

    figure: str
    measured: str
    target: str = ''
    holds: bool | None = None

    @property
    def verdict(self) -> str:
        return {True: 'holds', False: 'MISSED', None: 'reported'}[self.holds]


def table(rows: Sequence[Row], title: str) -> Table:
    """Return all rows as one table for a terminal."""
    drawn = Table(title=title, title_justify='left')
    for name in ('Figure', 'Measured', 'Target', ''):
        drawn.add_column(name, overflow='fold')
    for row in rows:
        drawn.add_row(row.figure, row.measured, row.target, row.verdict)
    return drawn


def is_missed(rows: Sequence[Row]) -> bool:
    """Tell whether any target is missed."""
    return any(row.holds is False for row in rows)


def seconds_of(work: Callable[[], object], rounds: int = 5) -> float:
    """Do something several times, and return the median of the seconds it took."""
    taken = []
    for _ in range(rounds):
        started = perf_counter()
        work()
        taken.append(perf_counter() - started)
    return median(taken)
