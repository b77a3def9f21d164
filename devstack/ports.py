"""Free ports on the loopback address."""

import fcntl
import random
import socket
import threading
from functools import cache
from typing import BinaryIO

from devstack.paths import cache_folder

__all__ = ['HOST', 'free_port']

HOST = '127.0.0.1'
# Below the range from which Linux and macOS take the ports of outgoing connections, so none is lost before its use.
_CANDIDATES = range(20000, 32768)
_given: set[int] = set()
_lock = threading.Lock()


def free_port() -> int:
    """Return a port that nobody listens on and that no process of this user was given, for as long as that one lives.

    A port is used only some time after it was given: until then nothing but the reservation keeps others from it.
    """
    with _lock:
        for port in random.sample(_CANDIDATES, k=len(_CANDIDATES)):
            if port not in _given and _is_free(port) and _reserve(port):
                _given.add(port)
                return port
    raise OSError(f'no free port between {_CANDIDATES.start} and {_CANDIDATES.stop} on {HOST}')


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _reserve(port: int) -> bool:
    """Lock the byte of a port in the file of reservations; the lock ends with this process, however that ends."""
    try:
        fcntl.lockf(_reservations(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
    except (BlockingIOError, PermissionError):
        return False
    return True


@cache
def _reservations() -> BinaryIO:
    """Open the file once: to close it, through whatever handle, would end all locks of this process."""
    return (cache_folder() / 'ports').open('ab')
