"""Curves as lines, in figures and as rows."""

import pytest

from netbox_proxbox.sources.curves import Sample
from netbox_proxbox.ui.curve_svg import MOST_ROWS, Point, chart_of, rows_of


def lines(*points: Point) -> tuple[str, ...]:
    chart = chart_of(points)
    assert chart is not None
    return chart.lines


def test_times_go_to_the_right_and_values_up() -> None:
    assert lines((100, 0.0), (150, 0.5), (200, 1.0)) == ('0.0,120.0 300.0,60.0 600.0,0.0',)


def test_a_line_ends_where_a_value_is_missing() -> None:
    found = lines((0, None), (10, 1.0), (20, 1.0), (30, None), (40, 1.0), (60, None))
    assert found == ('100.0,0.0 200.0,0.0', '400.0,0.0 400.0,0.0')


def test_times_that_are_far_apart_stay_so() -> None:
    assert lines((0, 1.0), (60, 1.0), (600, 1.0)) == ('0.0,0.0 60.0,0.0 600.0,0.0',)


def test_one_value_is_a_dot() -> None:
    assert lines((100, 1.0)) == ('600.0,0.0 600.0,0.0',)


@pytest.mark.parametrize(('most', 'top'), [(0.0, 0.05), (0.05, 0.05), (0.06, 0.1), (0.3, 0.5), (0.51, 1.0), (1.0, 1.0)])
def test_little_is_drawn_large(most: float, top: float) -> None:
    chart = chart_of([(0, 0.0), (1, most)])
    assert chart is not None
    assert chart.top == top


def test_what_can_be_said_of_it() -> None:
    chart = chart_of([(0, 0.1), (1, None), (2, 0.2), (3, 0.6)])
    assert chart is not None
    assert [chart.least, chart.average, chart.most] == pytest.approx([0.1, 0.3, 0.6])
    assert (chart.missing, chart.count) == (1, 4)


@pytest.mark.parametrize('points', [[], [(0, None), (1, None)]])
def test_nothing_is_no_chart(points: list[Point]) -> None:
    assert chart_of(points) is None


def test_a_few_samples_are_rows_as_they_are() -> None:
    curve = tuple(Sample(60 * number, 0.5, None) for number in range(MOST_ROWS))
    assert rows_of(curve) == list(curve)
    assert rows_of(()) == []


def test_many_samples_are_averages() -> None:
    curve = tuple(Sample(number, None if number < 20 else number / 1440, number % 2) for number in range(1440))
    rows = rows_of(curve)
    assert len(rows) == MOST_ROWS
    assert rows[0] == Sample(0, None, 0.5)
    assert rows[1].time == 20
    assert rows[1].cpu == pytest.approx(29.5 / 1440)
