"""Questions to one proxbox-api: sent, retried, counted, and answered with JSON or an error."""

import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

from netbox_proxbox.sources.answers import Answer, Question
from netbox_proxbox.sources.records import BackendConnection
from netbox_proxbox.sources.retry import ATTEMPTS, Budget, RetryPolicy

from .refusals import accepted_json
from .transport import BackendTransport

__all__ = ('BackendClient',)


class BackendClient:
    """The way to one backend. Each question is retried by the one policy, within the budget of the whole reading."""

    def __init__(
        self,
        backend: BackendConnection,
        *,
        secrets: Collection[str] = (),
        budget: float = 60.0,
        attempts: int = ATTEMPTS,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.backend = backend
        self._secrets = (backend.api_key, *secrets)
        self.budget = Budget(budget)
        self.requests = 0
        self._policy = RetryPolicy(self.budget, attempts=attempts, sleep=sleep)
        self._transport = BackendTransport(backend)

    @property
    def retries(self) -> list[str]:
        """One line for people for each retry."""
        return self._policy.log

    def close(self) -> None:
        """Close the connection."""
        self._transport.close()

    def question(self, endpoint: str = '', *secrets: str) -> Question:
        """A question about an endpoint, which keeps these secrets and those of the client out of all texts."""
        return Question(whom=self.backend.name, endpoint=endpoint, secrets=(*self._secrets, *secrets))

    def get(self, asked: Question, path: str, **params: str) -> Any:
        """The JSON that a GET is answered with."""
        return self.ask(asked, 'GET', path, params=params)

    def ask(
        self,
        asked: Question,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        payload: object = None,
        read: Callable[[Answer, Question], Any] = accepted_json,
    ) -> Any:
        """What `read` makes of the answer, by default its JSON. Raises a ProxboxError."""

        def attempt() -> Any:
            self.requests += 1
            seconds = min(self.backend.timeout, self.budget.left)
            answer = self._transport.exchange(method, path, params=params, payload=payload, seconds=seconds)
            return read(answer, asked)

        return self._policy.call(attempt)
