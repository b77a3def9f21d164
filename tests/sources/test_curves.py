"""Round-robin data of Proxmox VE becomes samples, whatever is wrong with it."""

from typing import Any

import pytest

from netbox_proxbox.sources.curves import MOST_ROWS, Sample, UnusableCurve, path_of_curve, samples_of
from tests.sources.proxmox_ve.captured import captured_data

GAP = Sample(60, None, None)


def row(time: object = 60, **values: Any) -> dict[str, Any]:
    return {'time': time, **values}


@pytest.mark.parametrize('release', [8, 9])
def test_both_generations_tell_the_same(release: int) -> None:
    first, *_ = samples_of(captured_data(f'node-rrddata-{release}'))
    assert first.cpu == 0.31
    assert first.memory == pytest.approx(64424509440 / 134919700480)


@pytest.mark.parametrize(
    ('values', 'cpu', 'memory'),
    [
        ({}, None, None),
        ({'cpu': None, 'memused': None, 'memtotal': None}, None, None),
        ({'cpu': float('nan'), 'memused': float('inf'), 'memtotal': 1}, None, None),
        ({'cpu': 'NaN', 'memused': 1, 'memtotal': float('nan')}, None, None),
        ({'cpu': 1.7, 'memused': 3, 'memtotal': 2}, 1.0, 1.0),
        ({'cpu': '0.25', 'memused': '1', 'memtotal': '4'}, 0.25, 0.25),
        ({'cpu': -1, 'memused': 1}, None, None),
        ({'cpu': [], 'memused': {}, 'memtotal': True}, None, None),
        ({'cpu': 0, 'memused': 0, 'memtotal': 0}, 0.0, None),
        ({'cpu': 10**400, 'memused': 10**400, 'memtotal': 10**400}, None, None),
    ],
)
def test_what_is_no_measurement_is_a_gap(values: dict[str, Any], cpu: float | None, memory: float | None) -> None:
    assert samples_of([row(**values)]) == (Sample(60, cpu, memory),)


def test_they_are_put_in_order_and_each_time_counts_once() -> None:
    found = samples_of([row(180, cpu=0.3), row(60, cpu=0.1), row(120), row(60, cpu=0.2)])
    assert [(sample.time, sample.cpu) for sample in found] == [(60, 0.2), (120, None), (180, 0.3)]


def test_rows_without_a_time_are_left_out() -> None:
    assert samples_of([row(None), row('x'), row(0), row(-5), row()]) == (GAP,)


def test_nothing_measured_is_no_fault() -> None:
    assert samples_of([]) == ()


@pytest.mark.parametrize(
    ('found', 'words'),
    [
        (None, 'a list of measurements'),
        ({}, 'a list of measurements'),
        ('<html>', 'a list of measurements'),
        ([row(), 'x'], 'a list of measurements'),
        ([row(None)], 'the times'),
        ([row()] * (MOST_ROWS + 1), '5001 measurements'),
    ],
)
def test_anything_else_is_refused_in_words(found: object, words: str) -> None:
    with pytest.raises(UnusableCurve, match=words):
        samples_of(found)


def test_a_name_cannot_lead_elsewhere() -> None:
    assert path_of_curve('../a b?c') == '/nodes/..%2Fa%20b%3Fc/rrddata'
