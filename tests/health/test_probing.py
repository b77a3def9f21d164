"""Calls that hang do not make others hang, and are not repeated beside themselves."""

from collections.abc import Iterator
from threading import Event

import pytest

from netbox_proxbox.health import probing
from netbox_proxbox.health.probing import Probe


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """What the call waits for; the limit is short meanwhile."""
    monkeypatch.setattr(probing, 'LIMIT', 0.05)
    gate = Event()
    yield gate
    gate.set()


def test_an_answer_is_returned_and_an_error_raised() -> None:
    assert Probe(lambda: 7).result() == 7
    with pytest.raises(ZeroDivisionError):
        Probe(lambda: 1 // 0).result()


def test_a_call_that_hangs_is_given_up_and_shared_until_it_ends(gate: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    begun = Event()

    def hang() -> None:
        calls.append(1)
        begun.set()
        gate.wait(60)

    first = Probe.of('hanging', hang)
    again = Probe.of('hanging', hang)
    for probe in (first, again):
        with pytest.raises(TimeoutError):
            probe.result()
    assert again is first
    assert begun.wait(30)
    assert len(calls) == 1

    monkeypatch.setattr(probing, 'LIMIT', 30.0)
    gate.set()
    assert first.ended.wait(30)
    Probe.of('hanging', hang).result()
    assert len(calls) == 2


@pytest.mark.parametrize(('later', 'left'), [(0.0, 1.0), (0.25, 0.75), (1.0, 0.0), (7.0, 0.0)])
def test_its_time_runs_from_its_start(later: float, left: float, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    waits: list[float | None] = []
    monkeypatch.setattr(probing, 'monotonic', lambda: clock[0])
    probe = Probe(lambda: None)
    clock[0] += later
    monkeypatch.setattr(probe.ended, 'wait', waits.append)

    with pytest.raises(TimeoutError):
        probe.result()

    assert waits == [left]
