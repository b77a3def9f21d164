"""One HTTP exchange with proxbox-api, bounded in time and size."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import requests

from netbox_proxbox.errors import BackendAnswerInvalid, BackendKeyRefused, BackendTimeout

from .answers import Answer
from .network_faults import NETWORK_ERRORS, network_fault
from .records import BackendConnection
from .retry_after import seconds_to_wait
from .watched_adapter import Watchdog, WatchedAdapter

__all__ = ('Transport', 'usable_key')

CONNECT_SECONDS = 5.0
LARGEST_ANSWER = 16 * 2**20
CHUNK = 64 * 2**10
FIRST_ERROR = 400
# A None takes the proxy of the environment away, which the type stubs of requests do not know.
NO_PROXIES: Any = {'http': None, 'https': None, 'all': None}
LOOPBACK = frozenset({'localhost', '127.0.0.1', '::1'})


class Transport:
    """Sends requests with the API key of one backend.

    Proxies and certificates of the environment (HTTPS_PROXY, NO_PROXY, REQUESTS_CA_BUNDLE) count as everywhere in
    NetBox, but not for loopback; logins from a .netrc file or from the URL are never sent.
    """

    def __init__(self, backend: BackendConnection) -> None:
        self.backend = backend
        self._root = backend.url.strip().rstrip('/')
        self._proxies = NO_PROXIES if _is_local(self._root) else {}
        self._adapter = WatchedAdapter()
        self._session = requests.Session()
        self._session.mount('http://', self._adapter)
        self._session.mount('https://', self._adapter)
        # An authentication of our own, which does nothing, keeps requests from looking for one in ~/.netrc.
        self._session.auth = _no_login
        self._session.headers = requests.structures.CaseInsensitiveDict(
            {
                'Accept': 'application/json',
                'Accept-Encoding': 'identity',
                'User-Agent': 'netbox-proxbox',
            }
        )

    def close(self) -> None:
        """Close the connection; the next exchange opens one."""
        self._session.close()

    def exchange(
        self, method: str, path: str, *, params: Mapping[str, str] | None, payload: object, seconds: float
    ) -> Answer:
        """The answer, whatever its status; redirects are not followed. Raises a BackendError without one."""
        key = usable_key(self.backend)
        if seconds <= 0:
            raise BackendTimeout(self.backend.name)
        with Watchdog(seconds, self._adapter.cut) as watchdog:
            try:
                answer = self._send(method, path, params, payload, key, seconds)
            except NETWORK_ERRORS as error:
                if watchdog.expired:
                    raise BackendTimeout(self.backend.name) from None
                raise network_fault(error, self.backend.name, self._root) from None
        if watchdog.expired:
            raise BackendTimeout(self.backend.name)
        if answer.status >= FIRST_ERROR:
            # proxbox-api 0.0.30 cuts the connection after a 500 without saying so: the next request would fail.
            self.close()
        return answer

    def _send(
        self, method: str, path: str, params: Mapping[str, str] | None, payload: object, key: str, seconds: float
    ) -> Answer:
        with self._session.request(
            method,
            self._root + path,
            params=params,
            json=payload,
            headers={'X-Proxbox-API-Key': key},
            timeout=(min(CONNECT_SECONDS, seconds), seconds),
            allow_redirects=False,
            # A copy, for requests adds the proxies of the environment to what it is given.
            proxies=dict(self._proxies),
            # Given for each request, for REQUESTS_CA_BUNDLE would override a session's verify=False.
            verify=self.backend.verify_tls,
            stream=True,
        ) as response:
            return self._answer(response)

    def _answer(self, response: requests.Response) -> Answer:
        body = bytearray()
        for chunk in response.iter_content(CHUNK):
            body += chunk
            if len(body) > LARGEST_ANSWER:
                raise BackendAnswerInvalid(self.backend.name, f'It is larger than {LARGEST_ANSWER // 2**20} MiB.')
        wait = seconds_to_wait(response.headers.get('Retry-After'), datetime.now(UTC))
        return Answer(status=response.status_code, body=bytes(body), retry_after=wait)


def usable_key(backend: BackendConnection) -> str:
    """The API key, or BackendKeyRefused: each request without a key counts towards the lockout of this address."""
    key = backend.api_key.strip()
    if not key:
        raise BackendKeyRefused(backend.name, 'No API key is entered.')
    if not (key.isascii() and key.isprintable()):
        raise BackendKeyRefused(backend.name, 'It holds characters that no HTTP header can carry.')
    return key


def _no_login(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _is_local(url: str) -> bool:
    try:
        return urlsplit(url).hostname in LOOPBACK
    except ValueError:
        return False
