"""As much of a RabbitMQ as a sender needs, which treats messages as a test says."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from amqp import spec
from amqp.serialization import dumps

__all__ = ('Behaviour', 'OutOfMemory', 'confirm', 'lock_out', 'rabbitmq', 'refuse')

METHOD, END = 1, b'\xce'
LARGEST_FRAME = 131072

type Call = tuple[int, int]
type Reply = tuple[Call, bytes]
type Behaviour = Callable[[Call], Reply | None]

# What each call of a client is answered with; it waits for nothing else.
ANSWERS: dict[Call, Reply] = {
    spec.Connection.StartOk: (spec.Connection.Tune, dumps('BlB', (1, LARGEST_FRAME, 0))),
    spec.Connection.Open: (spec.Connection.OpenOk, dumps('s', ('',))),
    spec.Connection.Close: (spec.Connection.CloseOk, b''),
    spec.Channel.Open: (spec.Channel.OpenOk, dumps('S', ('',))),
    spec.Channel.Close: (spec.Channel.CloseOk, b''),
    spec.Confirm.Select: (spec.Confirm.SelectOk, b''),
    spec.Exchange.Declare: (spec.Exchange.DeclareOk, b''),
    spec.Queue.Declare: (spec.Queue.DeclareOk, dumps('sll', ('stages', 0, 0))),
    spec.Queue.Bind: (spec.Queue.BindOk, b''),
}
GREETING: Reply = (spec.Connection.Start, dumps('ooFSS', (0, 9, {}, 'PLAIN', 'en_US')))


def confirm(call: Call) -> Reply | None:
    """Take every message."""
    return (spec.Basic.Ack, dumps('Lb', (1, False))) if call == spec.Basic.Publish else ANSWERS.get(call)


def refuse(call: Call) -> Reply | None:
    """Take no message, as for a queue that is full."""
    return (spec.Basic.Nack, dumps('Lbb', (1, False, False))) if call == spec.Basic.Publish else ANSWERS.get(call)


def lock_out(call: Call) -> Reply | None:
    """Let nobody in."""
    if call == spec.Connection.StartOk:
        return spec.Connection.Close, dumps('BsBB', (403, 'ACCESS_REFUSED', *spec.Connection.StartOk))
    return ANSWERS.get(call)


class OutOfMemory:
    """Stops reading from a connection at its first message, as RabbitMQ does while memory or disk are short."""

    def __init__(self) -> None:
        self.messages = 0

    def __call__(self, call: Call) -> Reply | None:
        if call == spec.Basic.Publish:
            self.messages += 1
            threading.Event().wait()
        return ANSWERS.get(call)


@contextmanager
def rabbitmq(behaviour: Behaviour) -> Iterator[str]:
    """Serve on loopback during the block; yields the URL."""
    with socket.create_server(('127.0.0.1', 0)) as listener:
        threading.Thread(target=_serve, args=(listener, behaviour), daemon=True).start()
        yield f'amqp://someone:hunter2@127.0.0.1:{listener.getsockname()[1]}//'


def _serve(listener: socket.socket, behaviour: Behaviour) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_talk, args=(connection, behaviour), daemon=True).start()


def _talk(connection: socket.socket, behaviour: Behaviour) -> None:
    with connection, connection.makefile('rb') as received, suppress(OSError, struct.error):
        received.read(len(b'AMQP\x00\x00\x09\x01'))
        _send(connection, 0, GREETING)
        while True:
            kind, channel, size = struct.unpack('>BHI', received.read(7))
            payload = received.read(size + 1)
            reply = behaviour(struct.unpack('>HH', payload[:4])) if kind == METHOD else None
            if reply is not None:
                _send(connection, channel, reply)


def _send(connection: socket.socket, channel: int, reply: Reply) -> None:
    call, arguments = reply
    payload = struct.pack('>HH', *call) + arguments
    connection.sendall(struct.pack('>BHI', METHOD, channel, len(payload)) + payload + END)
