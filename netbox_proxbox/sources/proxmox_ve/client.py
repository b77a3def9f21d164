"""The members of a cluster as one that answers: whoever does not is passed over."""

import math
import time
from collections.abc import Callable
from typing import Any

from netbox_proxbox.errors import NoMemberAnswers, ProxmoxError
from netbox_proxbox.sources.retry import ATTEMPTS, Budget, RetryPolicy

from .connection import ProxmoxConnection
from .member import Member

__all__ = ('ProxmoxClient',)


class ProxmoxClient:
    """Asks the member that answered last, and the others in their order. Within `budget` seconds for a reading."""

    def __init__(
        self,
        connection: ProxmoxConnection,
        *,
        budget: float = 60.0,
        attempts: int = ATTEMPTS,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.connection = connection
        self.budget = Budget(budget)
        self.passed_over: list[str] = []
        self._policy = RetryPolicy(self.budget, attempts=attempts, sleep=sleep)
        self.members = [Member(connection, address) for address in connection.addresses]

    @property
    def requests(self) -> int:
        """HTTP requests sent so far."""
        return sum(member.requests for member in self.members)

    @property
    def retries(self) -> list[str]:
        """One line for people for each retry."""
        return self._policy.log

    @property
    def current(self) -> Member:
        """The member that answered last, or is to be asked first."""
        return self.members[0]

    def close(self) -> None:
        """Close the connections."""
        for member in self.members:
            member.close()

    def get(self, path: str) -> Any:
        """The data that one member answers with. Raises a ProxmoxError, or NoMemberAnswers."""
        return self._policy.call(lambda: self._ask_one_after_another(path))

    def get_again(self, member: Member, path: str) -> Any:
        """The data that this member and no other answers with, tried again as usual. Raises a ProxmoxError."""
        return self._policy.call(lambda: self.get_of(member, path))

    def get_of(self, member: Member, path: str, *, within: float = math.inf) -> Any:
        """The data that this member answers with, asked once. Raises a ProxmoxError."""
        return member.get(path, min(self._seconds(), within))

    def prefer(self, member: Member) -> None:
        """Ask this member from now on."""
        self.members.remove(member)
        self.members.insert(0, member)

    def _ask_one_after_another(self, path: str) -> Any:
        failures: list[ProxmoxError] = []
        for member in list(self.members):
            try:
                data = self.get_of(member, path)
            except ProxmoxError as error:
                failures.append(error)
                if not error.concerns_member:
                    raise
            else:
                self._note(failures, member)
                return data
        raise failures[0] if len(failures) == 1 else NoMemberAnswers(self.connection.endpoint, failures)

    def _note(self, failures: list[ProxmoxError], answered: Member) -> None:
        if failures:
            self.prefer(answered)
            self.passed_over += [error.cause for error in failures if error.cause not in self.passed_over]

    def _seconds(self) -> float:
        return min(self.connection.timeout, self.budget.left)
