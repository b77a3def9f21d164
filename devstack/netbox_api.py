"""A small client of NetBox's REST API."""

from collections.abc import Sequence
from typing import Any

import requests

__all__ = ['PLUGIN', 'NetBoxApi']

PLUGIN = '/api/plugins/proxbox'
_ALL = 1000


class NetBoxApi:
    """Objects as dictionaries, at paths such as `/api/dcim/devices/`; raises requests.HTTPError with the answer."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._session = requests.Session()
        # A connection that is kept may be closed by gunicorn just when the next request is sent.
        self._session.headers.update({'Authorization': f'Token {token}', 'Connection': 'close'})

    def get(self, path: str, **parameters: Any) -> dict[str, Any]:
        found: dict[str, Any] = self._call('GET', path, params=parameters)
        return found

    def list(self, path: str, **parameters: Any) -> list[dict[str, Any]]:
        """Return up to a thousand objects."""
        results: list[dict[str, Any]] = self.get(path, limit=_ALL, **parameters)['results']
        return results

    def post(self, path: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
        created: dict[str, Any] = self._call('POST', path, json=content or {})
        return created

    def post_all(self, path: str, contents: Sequence[dict[str, Any]]) -> None:
        """Create many objects with one request."""
        self._call('POST', path, json=contents)

    def _call(self, method: str, path: str, **options: Any) -> Any:
        answer = self._session.request(method, f'{self._url}{path}', timeout=60, **options)
        if not answer.ok:
            raise requests.HTTPError(f'{method} {path}: {answer.status_code} {answer.text[:500]}', response=answer)
        return answer.json()
