"""Free ports on the loopback address."""

import random
import socket

__all__ = ['HOST', 'free_port']

HOST = '127.0.0.1'
# Below the range from which Linux and macOS take the ports of outgoing connections, so none is lost before its use.
_CANDIDATES = range(20000, 32768)
_given: set[int] = set()


def free_port() -> int:
    """Return a port that nobody listens on and that this process has not been given before.

    The choice is random, so that two stacks that start at the same moment do not pick the same one.
    """
    for port in random.sample(_CANDIDATES, k=len(_CANDIDATES)):
        if port not in _given and _is_free(port):
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
