"""The retry policy: exact sequences on a clock that only moves when someone sleeps or works."""

from collections.abc import Callable

import pytest

from netbox_proxbox.errors import (
    BackendKeyRefused,
    BackendLockedOut,
    BackendRateLimited,
    BackendTimeout,
    BackendTlsError,
    BackendUnavailable,
    EndpointUnreachable,
    ProxboxError,
)
from netbox_proxbox.sources.retry import Budget, RetryPolicy


class Clock:
    """Time that passes by sleeping, with a note of each sleep."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Attempts:
    """A request that takes some seconds and fails with the given errors, one after another, then succeeds."""

    def __init__(self, clock: Clock, *failures: ProxboxError, seconds: float = 0.0) -> None:
        self.clock, self.failures, self.seconds, self.made = clock, list(failures), seconds, 0

    def __call__(self) -> str:
        self.made += 1
        self.clock.now += self.seconds
        if self.failures:
            raise self.failures.pop(0)
        return 'answer'


@pytest.fixture
def clock() -> Clock:
    return Clock()


def policy(clock: Clock, *, budget: float = 60.0, jitter: Callable[[float, float], float] | None = None) -> RetryPolicy:
    """A policy that always waits as long as it may, unless told otherwise."""
    return RetryPolicy(Budget(budget, clock), sleep=clock.sleep, jitter=jitter or (lambda low, high: high))


def test_a_success_is_not_repeated(clock: Clock) -> None:
    request = Attempts(clock)
    assert policy(clock).call(request) == 'answer'
    assert (request.made, clock.slept) == (1, [])


def test_a_transient_error_is_retried_and_told(clock: Clock) -> None:
    retrying = policy(clock)
    assert retrying.call(Attempts(clock, BackendUnavailable('main'), BackendTimeout('main'))) == 'answer'
    assert clock.slept == [1.0, 2.0]
    assert retrying.log == [
        'attempt 2 in 1.0 s: proxbox-api "main" is not ready to answer.',
        'attempt 3 in 2.0 s: proxbox-api "main" did not answer in time.',
    ]


def test_the_fourth_failure_is_the_last(clock: Clock) -> None:
    request = Attempts(clock, *(EndpointUnreachable('lab', 'main') for _ in range(9)))
    with pytest.raises(EndpointUnreachable):
        policy(clock).call(request)
    assert (request.made, clock.slept) == (4, [1.0, 2.0, 4.0])


@pytest.mark.parametrize('error', [BackendKeyRefused('main'), BackendTlsError('main'), BackendLockedOut('main')])
def test_what_cannot_pass_by_itself_is_raised_at_once(clock: Clock, error: ProxboxError) -> None:
    request = Attempts(clock, error)
    with pytest.raises(type(error)):
        policy(clock).call(request)
    assert (request.made, clock.slept) == (1, [])


def test_an_error_that_is_not_ours_is_raised_at_once(clock: Clock) -> None:
    with pytest.raises(ZeroDivisionError):
        policy(clock).call(lambda: 1 // 0)
    assert clock.slept == []


def test_the_jitter_is_full(clock: Clock) -> None:
    asked: list[tuple[float, float]] = []

    def jitter(low: float, high: float) -> float:
        asked.append((low, high))
        return 0.25

    policy(clock, jitter=jitter).call(Attempts(clock, BackendTimeout('main'), BackendTimeout('main')))
    assert (asked, clock.slept) == ([(0, 1.0), (0, 2.0)], [0.25, 0.25])


@pytest.mark.parametrize(('retry_after', 'slept'), [(20.0, 20.0), (0.5, 1.0)])
def test_waits_as_long_as_either_side_asks(clock: Clock, retry_after: float, slept: float) -> None:
    policy(clock).call(Attempts(clock, BackendRateLimited('main', retry_after=retry_after)))
    assert clock.slept == [slept]


def test_a_wait_beyond_the_budget_fails_at_once(clock: Clock) -> None:
    request = Attempts(clock, BackendRateLimited('main', retry_after=60))
    with pytest.raises(BackendRateLimited):
        policy(clock, budget=60.0).call(request)
    assert (request.made, clock.slept) == (1, [])


def test_an_attempt_that_would_not_end_in_time_is_not_begun(clock: Clock) -> None:
    request = Attempts(clock, *(BackendTimeout('main') for _ in range(9)), seconds=6.0)
    with pytest.raises(BackendTimeout):
        policy(clock, budget=20.0).call(request)
    assert (request.made, clock.slept, clock.now) == (2, [1.0], 1013.0)


def test_the_budget_is_shared_by_all_requests_until_it_begins_anew(clock: Clock) -> None:
    budget = Budget(10.0, clock)
    retrying = RetryPolicy(budget, sleep=clock.sleep, jitter=lambda low, high: high)
    retrying.call(Attempts(clock, seconds=9.5))
    with pytest.raises(BackendTimeout):
        retrying.call(Attempts(clock, BackendTimeout('main')))
    budget.restart()
    assert retrying.call(Attempts(clock, BackendTimeout('main'))) == 'answer'
