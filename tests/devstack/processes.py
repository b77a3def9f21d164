"""What has become of a process that somebody else has to end."""

import time
from collections.abc import Callable
from pathlib import Path

__all__ = ('eventually', 'is_gone')


def eventually(is_so: Callable[[], bool], *, within: float = 30.0) -> bool:
    """Tell whether `is_so` comes true within so many seconds."""
    deadline = time.monotonic() + within
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)
    return is_so()


def is_gone(pid: int) -> bool:
    """Tell whether a process has ended, be it that nobody has asked for its exit code yet."""
    try:
        return 'State:\tZ' in Path(f'/proc/{pid}/status').read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
