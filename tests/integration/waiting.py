"""Waiting for a state that other processes bring about."""

import time
from collections.abc import Callable

__all__ = ('wait_for',)


def wait_for(
    condition: Callable[[], bool], *, within: float = 60.0, every: float = 0.2, seen: Callable[[], object] = str
) -> None:
    """Return when the condition holds, looking at it `every` so many seconds; raises TimeoutError with what is seen."""
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f'not so after {within:.0f} s: {seen()}')
        time.sleep(every)
