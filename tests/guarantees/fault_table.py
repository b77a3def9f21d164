"""The table of injected faults by stages, printed at the end of a run of the tests."""

from collections import Counter
from collections.abc import Iterable

import pytest

from .points import STAGES

__all__ = ('NAME', 'pytest_terminal_summary', 'table_of')

# The property under which each test says what it has injected. A test process of pytest-xdist passes it on.
NAME = 'fault and stage'
HEADS = tuple(stage.replace('_', '-') for stage in STAGES)


def table_of(injected: Iterable[tuple[str, str]]) -> list[str]:
    """Return the lines of a Markdown table from faults with their stages; the last line has the sums."""
    counts = Counter(injected)
    faults = sorted({fault for fault, _ in counts})
    lines = [_line('fault', *HEADS, 'all'), _line('---', *('--:' for _ in HEADS), '--:')]
    for fault in faults:
        numbers = [counts[fault, stage] for stage in HEADS]
        lines.append(_line(fault, *(number or '' for number in numbers), sum(numbers)))
    sums = [sum(counts[fault, stage] for fault in faults) for stage in HEADS]
    return [*lines, _line('all', *sums, sum(sums))]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table of what was survived, if there was anything."""
    injected = [
        tuple(value)
        for report in terminalreporter.getreports('passed')
        if report.when == 'call'
        for name, value in report.user_properties
        if name == NAME
    ]
    if injected:
        terminalreporter.section(f'{len(injected)} injected faults survived')
        for line in table_of(injected):
            terminalreporter.write_line(line)


def _line(*cells: object) -> str:
    return f'| {" | ".join(str(cell) for cell in cells)} |'
