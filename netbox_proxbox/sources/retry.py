"""The one retry policy: few attempts, full jitter, Retry-After obeyed, and never longer than the budget."""

import random
import time
from collections.abc import Callable

from tenacity import RetryCallState, Retrying, retry_if_exception

from netbox_proxbox.errors import ProxboxError

__all__ = ('ATTEMPTS', 'Budget', 'RetryPolicy')

ATTEMPTS = 4
FIRST_WAIT = 1.0
LONGEST_WAIT = 10.0


class Budget:
    """The seconds that one reading may take, whatever happens; `clock` is monotonic."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self.clock = clock
        self.restart()

    def restart(self) -> None:
        """Begin a new reading."""
        self._end = self.clock() + self.seconds

    @property
    def left(self) -> float:
        """Seconds until the end; negative after it."""
        return self._end - self.clock()


class RetryPolicy:
    """Calls again what failed with a transient error; anything else is raised at once.

    Before retry n it waits a random time between 0 and 1, 2, 4 ... 10 s (full jitter), or as long as Retry-After
    asks if that is longer. A retry that does not fit the budget is not begun: the error is raised as it is.
    `log` gets one line for people for each retry.
    """

    def __init__(
        self,
        budget: Budget,
        *,
        attempts: int = ATTEMPTS,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self.log: list[str] = []
        self._attempts = attempts
        self._budget = budget
        self._sleep = sleep
        self._jitter = jitter
        self._began = budget.clock()

    def call[T](self, request: Callable[[], T]) -> T:
        """The result of the first attempt that succeeds, or the error of the last."""

        def attempt() -> T:
            self._began = self._budget.clock()
            return request()

        retrying = Retrying(
            retry=retry_if_exception(_is_transient),
            wait=self._wait,
            stop=self._stop,
            before_sleep=self._note,
            sleep=self._sleep,
            reraise=True,
        )
        return retrying(attempt)

    def _wait(self, state: RetryCallState) -> float:
        longest = min(FIRST_WAIT * 2 ** (state.attempt_number - 1), LONGEST_WAIT)
        error = _error_of(state)
        return max(self._jitter(0, longest), (error and error.retry_after) or 0)

    def _stop(self, state: RetryCallState) -> bool:
        # Another attempt is expected to take as long as this one; cut short, it would hide what is wrong.
        needed = state.upcoming_sleep + self._budget.clock() - self._began
        error = _error_of(state)
        most = min(self._attempts, (error and error.attempts) or self._attempts)
        return state.attempt_number >= most or needed >= self._budget.left

    def _note(self, state: RetryCallState) -> None:
        error = _error_of(state)
        cause = error.cause if error else ''
        self.log.append(f'attempt {state.attempt_number + 1} in {state.upcoming_sleep:.1f} s: {cause}')


def _is_transient(error: BaseException) -> bool:
    return isinstance(error, ProxboxError) and error.transient


def _error_of(state: RetryCallState) -> ProxboxError | None:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, ProxboxError) else None
