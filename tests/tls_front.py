"""TLS before a server that has none, as people put stunnel before a Redis."""

import asyncio
import ssl
import threading
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from devstack.ports import HOST

__all__ = ('tls_front',)


@contextmanager
def tls_front(context: ssl.SSLContext, port: int) -> Iterator[int]:
    """Hand over what is sent to the port that this yields, with TLS, to the other port of this machine, without."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    front = asyncio.run_coroutine_threadsafe(_serve(context, port), loop).result()
    yield int(front.sockets[0].getsockname()[1])
    loop.call_soon_threadsafe(front.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.run_until_complete(_end_all())
    loop.close()


async def _serve(context: ssl.SSLContext, port: int) -> asyncio.Server:
    async def hand_over(reader: StreamReader, writer: StreamWriter) -> None:
        # It is cancelled at the end only, and asyncio's streams would tell of that as of an error.
        with suppress(OSError, asyncio.CancelledError), closing(writer):
            behind = await asyncio.open_connection(HOST, port)
            await asyncio.gather(_copy(reader, behind[1]), _copy(behind[0], writer))

    return await asyncio.start_server(hand_over, HOST, 0, ssl=context)


async def _copy(reader: StreamReader, writer: StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
    writer.close()


async def _end_all() -> None:
    open_ones = asyncio.all_tasks() - {asyncio.current_task()}
    for task in open_ones:
        task.cancel()
    await asyncio.gather(*open_ones, return_exceptions=True)
