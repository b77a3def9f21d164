"""A process of the worker keeps its database connection, and replaces one that broke."""

import os
import socket
import time
from contextlib import ExitStack
from importlib import import_module
from typing import Any

import pytest
from celery import Celery
from celery.signals import task_postrun, task_prerun
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections

from netbox_proxbox.stages.execution import COMPLETED, finish, stage
from tests.builders import a_run, an_endpoint
from worker import database
from worker.app import app

pytestmark = pytest.mark.usefixtures('committed')

CELERYS_OWN: Any = import_module('celery.fixups.django').DjangoWorkerFixup


def backend_pid() -> int:
    """The process of PostgreSQL that serves this connection."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT pg_backend_pid()')
        return int(cursor.fetchone()[0])


def break_connection() -> None:
    """End the process of PostgreSQL that serves this connection, unnoticed by it."""
    victim, other = backend_pid(), connection.copy()
    with other.cursor() as cursor:
        cursor.execute('SELECT pg_terminate_backend(%s, 5000)', [victim])
    other.close()


def test_a_transaction_that_is_left_alone_ends_after_the_hard_limit() -> None:
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM current_setting('idle_in_transaction_session_timeout')::interval)")
        seconds = int(cursor.fetchone()[0])
    assert seconds == database.SECONDS_IN_A_TRANSACTION
    assert seconds > app.conf.task_time_limit


@pytest.fixture
def celerys_own() -> Any:
    """What Celery does around each task of this application."""
    return CELERYS_OWN(app)


@pytest.mark.parametrize('signal', [task_prerun, task_postrun])
def test_a_connection_is_kept_from_task_to_task(celerys_own: Any, signal: Any) -> None:
    connection.settings_dict['CONN_MAX_AGE'], before = 300, connection.settings_dict['CONN_MAX_AGE']
    connection.close()
    try:
        first = backend_pid()
        for _ in range(3):
            celerys_own.close_database()
            signal.send(sender=None)
        assert backend_pid() == first
    finally:
        connection.settings_dict['CONN_MAX_AGE'] = before


def test_celery_would_close_it_otherwise() -> None:
    first = backend_pid()
    CELERYS_OWN(Celery('plain', set_as_current=False)).close_database()

    assert backend_pid() != first


def test_a_connection_that_failed_is_replaced_before_the_next_task() -> None:
    break_connection()
    with pytest.raises(OperationalError):
        backend_pid()

    task_prerun.send(sender=None)

    assert backend_pid()


def test_a_stage_does_not_fail_when_its_connection_broke_unnoticed() -> None:
    run = a_run(an_endpoint(), 'running')
    break_connection()

    fetch = stage('fetch-cluster')(lambda run: finish(run.pk, 'fetch-cluster', reading={}))
    assert fetch(run.pk) == COMPLETED


def test_the_pool_inherits_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """And none of those that Django's own pool keeps."""
    closed: list[Any] = []
    monkeypatch.setattr(type(connections[DEFAULT_DB_ALIAS]), 'close_pool', lambda each: closed.append(each))
    backend_pid()

    database.close_before_the_fork()

    assert connection.connection is None
    assert connections[DEFAULT_DB_ALIAS] in closed


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Any:
    """This thread's connection, which gives up soon, and other options beside."""
    options = {'sslmode': 'prefer', 'application_name': 'beat', 'pool': True}
    monkeypatch.setitem(connection.settings_dict, 'OPTIONS', options)
    database.give_up_soon()
    return connections[DEFAULT_DB_ALIAS]


def test_a_database_that_answers_too_late_is_given_up(hasty: Any) -> None:
    started = time.monotonic()
    with pytest.raises(OperationalError, match='statement timeout'), hasty.cursor() as cursor:
        cursor.execute('SELECT pg_sleep(60)')
    assert time.monotonic() - started < 10

    with hasty.cursor() as cursor:
        cursor.execute('SHOW application_name')
        assert cursor.fetchone() == ('beat',)


def test_pgbouncer_would_take_its_connection(hasty: Any) -> None:
    """It refuses `options`, and knows only some parameters that the server is to be told at once."""
    assert 'options' not in hasty.get_connection_params()


def test_a_host_that_takes_no_connection_is_given_up(hasty: Any) -> None:
    with socket.create_server(('127.0.0.1', 0), backlog=0) as full, ExitStack() as others:
        for _ in range(2):
            other = others.enter_context(socket.socket())
            other.setblocking(False)
            other.connect_ex(full.getsockname())
        elsewhere = hasty.copy()
        elsewhere.settings_dict.update(HOST='127.0.0.1', PORT=full.getsockname()[1])
        started = time.monotonic()
        with pytest.raises(OperationalError, match='timeout'):
            elsewhere.ensure_connection()
        assert time.monotonic() - started < 10


def test_the_kernel_ends_connections_to_a_host_that_vanished(hasty: Any) -> None:
    hasty.connect()
    with socket.socket(fileno=os.dup(hasty.connection.fileno())) as connected:
        assert connected.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 3000
        assert connected.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 3
