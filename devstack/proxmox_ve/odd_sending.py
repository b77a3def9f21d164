"""Sends a reply as a broken host or network would."""

import socket
import time
from collections.abc import Iterator

from .faults import Misanswer
from .wire import Reply

__all__ = ('send_oddly',)

CHUNK = 65_536


def send_oddly(connection: socket.socket, reply: Reply, misanswer: Misanswer) -> None:
    """The body blown up with blanks, cut off, or byte by byte; the headers as ever, and the connection ends."""
    connection.sendall(reply.ending.removesuffix(reply.body))
    for part in _parts(reply.body, misanswer):
        connection.sendall(part)
        time.sleep(misanswer.pace)


def _parts(body: bytes, misanswer: Misanswer) -> Iterator[bytes]:
    whole = max(misanswer.size, len(body))
    length = whole if misanswer.cut_after is None else min(misanswer.cut_after, whole)
    step = 1 if misanswer.pace else CHUNK
    for start in range(0, length, step):
        end = min(start + step, length)
        yield body[start:end].ljust(end - start)
