"""What a backend or a Proxmox VE may answer instead of what it should: each makes a reply of the honest body."""

import json
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, Final

from tests.sources.proxbox_api.scripted_backend import Reply

__all__ = ('ANSWERS', 'Spoil')

type Spoil = Callable[[Any], Reply]

PAGE: Final = b'<!doctype html><title>Sign in</title><p>Please sign in to continue.'
OVER_THE_LIMIT: Final = 100 * 2**20


def _with_body(body: Any, **headers: str) -> Spoil:
    return lambda _: Reply(body=body, headers=headers)


def _with_status(status: int, body: Any = None, **headers: str) -> Spoil:
    content = {'detail': 'Something went wrong.'} if body is None else body
    return lambda _: Reply(status, content, headers)


def _raw(*pieces: bytes) -> Spoil:
    """The answer is these bytes, whatever they mean, and then the connection is closed."""

    def send(stream: BinaryIO) -> None:
        for piece in pieces:
            stream.write(piece)

    return lambda _: Reply(send=send)


def _cut_off(honest: Any) -> Reply:
    """The connection breaks in the middle of the body."""
    body = json.dumps(honest).encode()
    head = f'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n'
    return _raw(head.encode(), body[: len(body) // 2])(honest)


def _endless(_: Any) -> Reply:
    """A hundred megabytes of spaces before anything that means something."""

    def send(stream: BinaryIO) -> None:
        stream.write(f'HTTP/1.1 200 OK\r\nContent-Length: {OVER_THE_LIMIT}\r\n\r\n'.encode())
        for _ in range(OVER_THE_LIMIT // 2**20):
            stream.write(b' ' * 2**20)

    return Reply(send=send)


def _mapped(change: Callable[[Any], Any]) -> Spoil:
    """Every value in the honest body is changed, at whatever depth."""

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: walk(inner) for key, inner in value.items()}
        return [walk(inner) for inner in value] if isinstance(value, list) else change(value)

    return lambda honest: Reply(body=walk(honest))


def _other_type(value: Any) -> Any:
    return {'is': value} if isinstance(value, str) else [value]


def _twice(honest: Any) -> Reply:
    return Reply(body=honest * 2 if isinstance(honest, list) else [honest, honest])


def _half_of_json(honest: Any) -> Reply:
    body = json.dumps(honest).encode()
    return Reply(body=body[: len(body) // 2])


ANSWERS: Final[Mapping[str, Spoil]] = {
    'an error with status 200': _with_body({'detail': 'Internal server error'}),
    'an error in the list of results': _with_body([{'error': 'No route to host'}]),
    'an empty list': _with_body([]),
    'an empty object': _with_body({}),
    'null': _with_body(b'null'),
    'a number': _with_body(42),
    'a text': _with_body('ok'),
    'a list of numbers': _with_body([1, 2, 3]),
    'a list of nulls': _with_body([None]),
    'a list of lists': _with_body([[[]]]),
    'nothing at all': _with_body(b''),
    'a login page': _with_body(PAGE, **{'Content-Type': 'text/html'}),
    'bytes that are no text': _with_body(b'\xff\xfe\x00\x80'),
    'very deep JSON': _with_body(b'[' * 100_000),
    'a number beyond all bounds': _mapped(lambda value: 10**400 if isinstance(value, int | float) else value),
    'numbers that are none': _mapped(lambda value: float('nan') if isinstance(value, float) else value),
    'negative numbers': _mapped(lambda value: -7 if type(value) in (int, float) else value),
    'values of other types': _mapped(_other_type),
    'nulls for values': _mapped(lambda _: None),
    'NUL in texts': _mapped(lambda value: f'{value}\0' if isinstance(value, str) else value),
    'very long texts': _mapped(lambda value: value * 5000 if isinstance(value, str) else value),
    'everything twice': _twice,
    'half of the JSON': _half_of_json,
    'a connection that breaks in the middle': _cut_off,
    'a connection that closes at once': _raw(),
    'something that is no HTTP': _raw(b'SSH-2.0-OpenSSH_9.9\r\n'),
    '100 MB': _endless,
    'a redirect': _with_status(307, Location='http://127.0.0.1:9/elsewhere'),
    'no content': _with_status(204, b''),
    'status 400': _with_status(400),
    'status 403': _with_status(403),
    'status 404': _with_status(404),
    'status 418 with a page': _with_status(418, PAGE),
    'status 500': _with_status(500),
    'status 502 with a page': _with_status(502, PAGE),
    'status 503': _with_status(503),
}
