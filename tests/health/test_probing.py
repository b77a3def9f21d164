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


def test_a_call_that_hangs_is_given_up_and_shared_until_it_ends(gate: Event) -> None:
    calls: list[int] = []

    def hang() -> None:
        calls.append(1)
        gate.wait(30)

    first = Probe.of('hanging', hang)
    for probe in (first, Probe.of('hanging', hang)):
        with pytest.raises(TimeoutError):
            probe.result()
    assert len(calls) == 1

    gate.set()
    assert first._ended.wait(10)
    Probe.of('hanging', hang).result()
    assert len(calls) == 2
