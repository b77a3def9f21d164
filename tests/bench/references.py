"""What syncs are compared with: chords that do nothing, and syncs that are written by hand. Each has its own worker."""

import os
from collections.abc import Callable
from uuid import uuid4

from django.db import connection
from redis import Redis

from devstack.process import Process
from devstack.stack import Stack
from tests.integration.waiting import wait_for

from . import by_hand_statements as statements
from .workers import BROKER_VARIABLE, plain_worker

__all__ = ('bare_chords', 'syncs_by_hand')

MOST_SECONDS = 300


def bare_chords(stack: Stack, broker: str, processes: int, number: int) -> tuple[Process, Callable[[], None]]:
    """Start the worker, and return it with what lets it do so many chords."""
    os.environ[BROKER_VARIABLE] = broker
    from . import bare

    def run() -> None:
        ended = f'bare-ended:{uuid4()}'
        with Redis.from_url(broker) as redis:
            for _ in range(number):
                bare.publish(ended)
            every = 0.002 if number == 1 else 0.02
            wait_for(lambda: int(redis.get(ended) or 0) >= number, within=MOST_SECONDS, every=every)

    return plain_worker(stack, 'bare', processes, {BROKER_VARIABLE: broker}), run


def syncs_by_hand(
    stack: Stack, broker: str, backend: str, processes: int, number: int
) -> tuple[Process, Callable[[], None]]:
    """Start the worker, and return it with what lets it do so many syncs: at most 100, one for each endpoint."""
    os.environ[BROKER_VARIABLE] = broker
    from . import by_hand

    def run() -> None:
        _do(statements.INSERT, [number])
        by_hand.start()
        wait_for(lambda: _do(statements.LEFT)[0][0] == 0, within=MOST_SECONDS, every=0.02)

    _do(statements.TABLES)
    places = {by_hand.DATABASE_VARIABLE: _database(), by_hand.BACKEND_VARIABLE: backend}
    os.environ.update(places)
    return plain_worker(stack, 'by_hand', processes, {BROKER_VARIABLE: broker, **places}), run


def _do(statement: str, values: list[int] | None = None) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def _database() -> str:
    at = connection.settings_dict
    return f'host={at["HOST"]} port={at["PORT"]} user={at["USER"]} password={at["PASSWORD"]} dbname={at["NAME"]}'
