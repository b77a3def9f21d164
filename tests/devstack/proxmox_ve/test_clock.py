"""Simulated time."""

from devstack.proxmox_ve.clock import Clock


def test_a_clock_stands_still_until_it_is_started() -> None:
    assert Clock().reading(monotonic=500) == 0


def test_a_started_clock_runs_and_keeps_its_reading_when_stopped() -> None:
    clock = Clock().started(100)
    assert clock.reading(130) == 30
    assert clock.stopped(130).reading(900) == 30
    assert clock.stopped(130).started(900).reading(905) == 35


def test_starting_twice_loses_no_time() -> None:
    assert Clock().started(100).started(130).reading(140) == 40


def test_a_clock_can_be_put_forward_running_or_not() -> None:
    assert Clock().advanced(60).reading(0) == 60
    assert Clock().started(100).advanced(60).reading(101) == 61
