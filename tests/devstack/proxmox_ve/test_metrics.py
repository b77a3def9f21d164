"""The metrics of nodes: pure, smooth and within what the hardware allows."""

from hypothesis import given
from hypothesis import strategies as st

from devstack.proxmox_ve.estate import Estate, Node
from devstack.proxmox_ve.estates import ESTATES
from devstack.proxmox_ve.metrics import metrics_at

NODES = st.sampled_from([(estate, node) for estate in ESTATES.values() for node in estate.nodes])
TIMES = st.floats(min_value=0, max_value=10_000_000)


@given(NODES, TIMES)
def test_metrics_stay_within_the_hardware(place: tuple[Estate, Node], time: float) -> None:
    estate, node = place
    metrics = metrics_at(estate, node, time)
    assert 0 < metrics.cpu < 1
    assert 0 < metrics.memory < node.memory
    assert 0 < metrics.disk < node.disk


@given(NODES, TIMES)
def test_the_same_instant_gives_the_same_figures(place: tuple[Estate, Node], time: float) -> None:
    assert metrics_at(*place, time) == metrics_at(*place, time)


@given(NODES, TIMES)
def test_a_second_moves_the_cpu_but_little(place: tuple[Estate, Node], time: float) -> None:
    assert abs(metrics_at(*place, time + 1).cpu - metrics_at(*place, time).cpu) < 0.03


def test_metrics_move_in_the_course_of_minutes() -> None:
    lab = ESTATES['lab']
    assert len({metrics_at(lab, lab.nodes[0], minute * 60).cpu for minute in range(10)}) == 10


def test_uptime_grows_by_the_second_and_is_never_negative() -> None:
    solo = ESTATES['solo']
    node = solo.nodes[0]
    assert metrics_at(solo, node, 90).uptime - metrics_at(solo, node, 0).uptime == 90
    assert metrics_at(solo, node, node.booted_at - 5).uptime == 0
