"""One HTTP exchange, bounded in time and size, whoever is asked."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import requests

from .answers import Answer
from .network_faults import NETWORK_ERRORS, Fault, NetworkFailure, network_failure, timed_out
from .retry_after import seconds_to_wait
from .trust import Trust
from .watched_adapter import Watchdog, WatchedAdapter

__all__ = ('CONNECT_SECONDS', 'Transport', 'is_local')

# A lost first packet is sent again after 1 and after 3 seconds.
CONNECT_SECONDS = 4.0
LARGEST_ANSWER = 16 * 2**20
CHUNK = 64 * 2**10
FIRST_ERROR = 400
# A None takes the proxy of the environment away, which the type stubs of requests do not know.
NO_PROXIES: Any = {'http': None, 'https': None, 'all': None}
LOOPBACK = frozenset({'localhost', '127.0.0.1', '::1'})


class Transport:
    """Sends requests to what is below one URL, over one connection.

    Proxies of the environment (HTTPS_PROXY, NO_PROXY) count as everywhere in NetBox, but not for loopback; logins from
    a .netrc file or from the URL are never sent. A certificate is verified as `trust` says or, if that is a boolean, in
    the way of `requests`.
    """

    def __init__(self, url: str, trust: Trust | bool, *, connect_seconds: float = CONNECT_SECONDS) -> None:
        self._connect_seconds = connect_seconds
        self._root = url.strip().rstrip('/')
        self._proxies = NO_PROXIES if is_local(self._root) else {}
        self._adapter = WatchedAdapter(trust if isinstance(trust, Trust) else None)
        self._verify = trust if isinstance(trust, bool) else trust.verify
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
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        params: Mapping[str, str] | None = None,
        payload: object = None,
        seconds: float,
    ) -> Answer:
        """The answer, whatever its status; redirects are not followed. Raises a NetworkFailure without one."""
        if seconds <= 0:
            raise NetworkFailure(Fault.TIMEOUT, 'No time was left to ask it.')
        with Watchdog(seconds, self._adapter.cut) as watchdog:
            try:
                answer = self._send(method, path, headers, params, payload, seconds)
            except NETWORK_ERRORS as error:
                in_handshake = self._adapter.is_connecting
                if watchdog.expired:
                    raise timed_out(error, in_handshake=in_handshake) from None
                raise network_failure(error, self._root, in_handshake=in_handshake) from None
        if watchdog.expired:
            raise NetworkFailure(Fault.TIMEOUT)
        if answer.status >= FIRST_ERROR:
            # proxbox-api 0.0.30 cuts the connection after a 500 without saying so, and Proxmox VE after any error.
            self.close()
        return answer

    def _send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        params: Mapping[str, str] | None,
        payload: object,
        seconds: float,
    ) -> Answer:
        with self._session.request(
            method,
            self._root + path,
            params=params,
            json=payload,
            headers=dict(headers),
            timeout=(min(self._connect_seconds, seconds), seconds),
            allow_redirects=False,
            # A copy, for requests adds the proxies of the environment to what it is given.
            proxies=dict(self._proxies),
            # Given for each request, for REQUESTS_CA_BUNDLE would override a session's verify=False.
            verify=self._verify,
            stream=True,
        ) as response:
            return _answer(response)


def _answer(response: requests.Response) -> Answer:
    body = bytearray()
    for chunk in response.iter_content(CHUNK):
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise NetworkFailure(Fault.TOO_LARGE, f'It is larger than {LARGEST_ANSWER // 2**20} MiB.')
    return Answer(
        status=response.status_code,
        reason=response.reason or '',
        server=response.headers.get('Server', ''),
        body=bytes(body),
        retry_after=seconds_to_wait(response.headers.get('Retry-After'), datetime.now(UTC)),
    )


def _no_login(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def is_local(url: str) -> bool:
    """Tell whether a URL leads to the very host."""
    try:
        return urlsplit(url).hostname in LOOPBACK
    except ValueError:
        return False
