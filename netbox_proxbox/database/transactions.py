"""The write transaction, done again as a whole when PostgreSQL asks for it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

__all__ = ('UNIQUE_VIOLATION', 'in_transaction', 'retried')

ATTEMPTS = 4
# SQLSTATE: serialization_failure, deadlock_detected, lock_not_available, admin_shutdown, crash_shutdown,
# cannot_connect_now. A connection that broke in the middle has none.
PASSING_STATES = {'40001', '40P01', '55P03', '57P01', '57P02', '57P03', None}
# What another transaction has added since this one looked: planned anew, it is found and updated.
UNIQUE_VIOLATION = '23505'


def in_transaction[T](work: Callable[[], T], around: Callable[[], AbstractContextManager[object]] = nullcontext) -> T:
    """Run `work` in one transaction and return its result; each attempt has its own `around`, outside of it."""

    def attempt() -> T:
        with around(), transaction.atomic():
            return work()

    return retried(attempt)


def retried[T](work: Callable[[], T]) -> T:
    """Run `work`, which is one statement or one transaction, and return its result.

    Deadlocks, lock time-outs, lost connections and rows that somebody else has added meanwhile are tried again, four
    times in all, unless the caller has a transaction open: then only the caller can do it again.
    """
    return work() if connection.in_atomic_block else _policy()(work)


def _policy() -> Retrying:
    return Retrying(
        retry=retry_if_exception(_may_pass),
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_random_exponential(multiplier=0.1, max=3),
        before_sleep=_drop_broken_connection,
        reraise=True,
    )


def _may_pass(error: BaseException) -> bool:
    state = getattr(error.__cause__, 'sqlstate', None)
    if isinstance(error, IntegrityError):
        return state == UNIQUE_VIOLATION
    return isinstance(error, OperationalError | InterfaceError) and state in PASSING_STATES


def _drop_broken_connection(state: RetryCallState) -> None:
    connection.close_if_unusable_or_obsolete()
