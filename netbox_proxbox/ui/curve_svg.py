"""A curve as lines of an SVG, in words, and as rows of a table. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from netbox_proxbox.sources.curves import Curve, Sample

__all__ = ('HEIGHT', 'WIDTH', 'Chart', 'Point', 'chart_of', 'rows_of')

type Point = tuple[int, float | None]

# Units of the drawing, which is stretched to the width that there is.
WIDTH, HEIGHT = 600, 120
# Up to what a chart reaches, so that a node which has little to do is no line at the bottom.
TOPS = (0.05, 0.1, 0.25, 0.5, 1.0)
MOST_ROWS = 72


@dataclass(frozen=True, slots=True)
class Chart:
    """The points of each line, which ends where a value is missing; and what can be said of the values."""

    lines: tuple[str, ...]
    top: float
    least: float
    average: float
    most: float
    missing: int
    count: int


def chart_of(points: Sequence[Point]) -> Chart | None:
    """Draw values, which are fractions, at times in ascending order; None without any value."""
    values = [value for _, value in points if value is not None]
    if not values:
        return None
    most = max(values)
    top = next(top for top in TOPS if most <= top)
    return Chart(
        lines=tuple(_lines(points, top)),
        top=top,
        least=min(values),
        average=sum(values) / len(values),
        most=most,
        missing=len(points) - len(values),
        count=len(points),
    )


def rows_of(curve: Curve) -> list[Sample]:
    """Return so many rows as a person can read: averages of some samples each, from the time of the first of them."""
    size = -(-len(curve) // MOST_ROWS) or 1
    groups = (curve[start : start + size] for start in range(0, len(curve), size))
    return [
        Sample(group[0].time, _average(each.cpu for each in group), _average(each.memory for each in group))
        for group in groups
    ]


def _lines(points: Sequence[Point], top: float) -> Iterator[str]:
    begin, end = points[0][0], points[-1][0]
    for is_measured, group in groupby(points, key=lambda point: point[1] is not None):
        if is_measured:
            placed = [_place(time, value or 0.0, begin, end, top) for time, value in group]
            # A line of one point is a dot, if it goes from there to there.
            yield ' '.join(placed if len(placed) > 1 else placed * 2)


def _place(time: int, value: float, begin: int, end: int, top: float) -> str:
    across = (time - begin) / (end - begin) if end > begin else 1.0
    return f'{across * WIDTH:.1f},{(1 - value / top) * HEIGHT:.1f}'


def _average(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
