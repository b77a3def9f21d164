"""The least that a sync could cost: its four tasks with their messages, requests and rows, and nothing else.

No NetBox, no Django, no models; 15 statements that PostgreSQL has prepared, on tables with next to no index; no fence,
no retry, no plan. It runs in a worker of its own: `python -m celery -A tests.bench.by_hand worker`.
"""

import json
import os
from functools import cache
from typing import Any

import psycopg
import requests
from celery import Celery, chain, chord

from . import by_hand_statements as statements
from .workers import BROKER_VARIABLE

__all__ = ('BACKEND_VARIABLE', 'DATABASE_VARIABLE', 'app', 'start')

BACKEND_VARIABLE, DATABASE_VARIABLE = 'BENCH_BY_HAND_BACKEND', 'BENCH_BY_HAND_DATABASE'
TOPOLOGY, METRICS = ['/proxmox/cluster/status'], ['/proxmox/nodes/', '/proxmox/nodes/all']

app = Celery('by-hand', broker=os.environ[BROKER_VARIABLE], backend=os.environ[BROKER_VARIABLE], set_as_current=False)
app.conf.broker_transport_options = app.conf.result_backend_transport_options = {'global_keyprefix': 'by-hand:'}
app.conf.task_default_queue = 'by-hand'
app.conf.worker_prefetch_multiplier = 1


def start() -> None:
    """Take the runs for which there is room, and publish their chords."""
    with _database().transaction():
        _do(statements.ONE_AT_A_TIME)
        taken = _do(statements.TAKE)
    for (run,) in taken:
        header = [read.si(run, paths) for paths in (TOPOLOGY, METRICS)]
        sync = chord(header, chain(write.si(run), end.si(run)))
        sync.on_error(nothing.si())
        sync.apply_async()


@app.task(shared=False, ignore_result=True)
def read(run: int, paths: list[str]) -> None:
    """Ask the backend, over a connection of this task, and keep what it said."""
    ((endpoint,),) = _do(statements.START, paths[0], run)
    with requests.Session() as session:
        answers = [_get(session, path, endpoint) for path in paths]
    _do(statements.KEEP, json.dumps({paths[0]: answers[-1]}), run)


@app.task(shared=False, ignore_result=True)
def write(run: int) -> None:
    """Write all metrics."""
    with _database().transaction():
        ((_, endpoint, *_rest),) = _do(statements.LOCK, run)
        nodes = [pk for pk, *_rest in _do(statements.NODES, endpoint)]
        _do(statements.METRICS, nodes, [0.5] * len(nodes))
        _do(statements.KEEP, '{}', run)


@app.task(shared=False, ignore_result=True)
def end(run: int) -> None:
    """End the run, and start others if there are any."""
    ((others_wait,),) = _do(statements.END, run)
    if others_wait:
        start()


@app.task(shared=False, ignore_result=True)
def nothing() -> None:
    """Stand for what is done when a chord breaks."""


def _get(session: requests.Session, path: str, endpoint: int) -> Any:
    address = f'{os.environ[BACKEND_VARIABLE]}{path}'
    answer = session.get(address, params={'proxmox_endpoint_ids': endpoint}, timeout=60)
    answer.raise_for_status()
    return answer.json()


def _do(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    cursor = _database().execute(statement, values)
    return cursor.fetchall() if cursor.description else []


@cache
def _database() -> psycopg.Connection[tuple[Any, ...]]:
    connection = psycopg.connect(os.environ[DATABASE_VARIABLE], autocommit=True)
    connection.prepare_threshold = 0
    return connection
