"""The round-robin data of a node in Proxmox VE (`/nodes/{node}/rrddata`) becomes samples of CPU and memory. Pure."""

from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from .values import fraction, number, whole

__all__ = ('TIMEFRAMES', 'Curve', 'Sample', 'Timeframe', 'UnusableCurve', 'path_of_curve', 'question_of', 'samples_of')

type Timeframe = Literal['hour', 'day', 'week']
type Curve = tuple[Sample, ...]

TIMEFRAMES: tuple[Timeframe, ...] = ('hour', 'day', 'week')
# Proxmox VE 9 has 1440 for a day, and after an upgrade an answer has rows of both generations.
MOST_ROWS = 5_000


class UnusableCurve(Exception):
    """What is no round-robin data; the text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Sample:
    """CPU and memory of a node, as fractions, at a time in seconds since 1970; None where nothing was measured."""

    time: int
    cpu: float | None
    memory: float | None


def path_of_curve(node: str) -> str:
    """The path of a node's round-robin data, below the root of the API."""
    return f'/nodes/{quote(node, safe="")}/rrddata'


def question_of(timeframe: Timeframe) -> dict[str, str]:
    """What is asked of that path."""
    return {'timeframe': timeframe, 'cf': 'AVERAGE'}


def samples_of(found: object) -> Curve:
    """The samples in the order of time; a row without a time, or with that of a later row, is left out.

    Raises UnusableCurve.
    """
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise UnusableCurve('It did not answer with a list of measurements.')
    if len(found) > MOST_ROWS:
        raise UnusableCurve(f'It answered with {len(found)} measurements, more than it keeps for a week.')
    samples = {time: _sample(time, row) for row in found if (time := whole(row.get('time')))}
    if found and not samples:
        raise UnusableCurve('It did not tell the times of its measurements.')
    return tuple(samples[time] for time in sorted(samples))


def _sample(time: int, row: dict[str, Any]) -> Sample:
    used, total = number(row.get('memused')), number(row.get('memtotal'))
    return Sample(time, fraction(row.get('cpu')), None if used is None or not total else min(used / total, 1.0))
