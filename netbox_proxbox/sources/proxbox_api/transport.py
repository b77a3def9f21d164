"""One exchange with proxbox-api: the door with its key, and its failures by their names."""

from collections.abc import Mapping

from netbox_proxbox.errors import (
    BackendAnswerInvalid,
    BackendCutOff,
    BackendError,
    BackendKeyRefused,
    BackendTimeout,
    BackendTlsError,
    BackendUnreachable,
    BackendWithoutTls,
)
from netbox_proxbox.sources.answers import Answer
from netbox_proxbox.sources.network_faults import Fault, NetworkFailure
from netbox_proxbox.sources.records import BackendConnection
from netbox_proxbox.sources.transport import Transport

__all__ = ('BackendTransport', 'usable_key')

ERRORS: dict[Fault, type[BackendError]] = {
    Fault.INVALID_URL: BackendError,
    Fault.TIMEOUT: BackendTimeout,
    Fault.WITHOUT_TLS: BackendWithoutTls,
    Fault.NOT_TRUSTED: BackendTlsError,
    Fault.OUT_OF_DATE: BackendTlsError,
    Fault.FOR_ANOTHER_NAME: BackendTlsError,
    Fault.NO_HANDSHAKE: BackendTlsError,
    Fault.TOO_LARGE: BackendAnswerInvalid,
    Fault.CUT_OFF: BackendCutOff,
}


class BackendTransport:
    """Sends requests with the API key of one backend."""

    def __init__(self, backend: BackendConnection) -> None:
        self.backend = backend
        self._transport = Transport(backend.url, backend.verify_tls)

    def close(self) -> None:
        """Close the connection; the next exchange opens one."""
        self._transport.close()

    def exchange(
        self, method: str, path: str, *, params: Mapping[str, str] | None, payload: object, seconds: float
    ) -> Answer:
        """The answer, whatever its status. Raises a BackendError without one."""
        headers = {'X-Proxbox-API-Key': usable_key(self.backend)}
        try:
            return self._transport.exchange(
                method, path, headers=headers, params=params, payload=payload, seconds=seconds
            )
        except NetworkFailure as failure:
            error = ERRORS.get(failure.fault, BackendUnreachable)
            raise error(self.backend.name, failure.reason) from None


def usable_key(backend: BackendConnection) -> str:
    """The API key, or BackendKeyRefused: each request without a key counts towards the lockout of this address."""
    key = backend.api_key.strip()
    if not key:
        raise BackendKeyRefused(backend.name, 'No API key is entered.')
    if not (key.isascii() and key.isprintable()):
        raise BackendKeyRefused(backend.name, 'It holds characters that no HTTP header can carry.')
    return key
