"""Points at which a worker under test waits, so that a test can break something just there.

A worker loads this with `celery worker --include`. A test arms a point with a file of its name; the process that gets
there adds its own id to that name, and waits until the file is gone. `breakpoints.py` is the other side.
"""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from celery.signals import before_task_publish, task_postrun, task_prerun, worker_process_init
from django.db import DEFAULT_DB_ALIAS, connections

from tests.guarantees.protocol import CONNECTION_NAME, VARIABLE

__all__ = ('LONGEST_WAIT',)

LONGEST_WAIT = 100.0
# What a sync owns; its bookkeeping on the run's row is no change to NetBox.
WRITING = re.compile(r'^(INSERT INTO|UPDATE|DELETE FROM) "netbox_proxbox_proxmox(node|cluster)"')

# libpq takes the name of a connection from here.
os.environ['PGAPPNAME'] = CONNECTION_NAME
_folder = Path(os.environ[VARIABLE])


class _Current:
    """What this process is at."""

    task = 'none'
    run = 0


_current = _Current()


def _pass(moment: str, task: str) -> None:
    """Wait here if a test wants it, for a run as new as it says. Only one process takes what was armed once."""
    armed = _folder / f'{moment}-{task}'
    taken = armed.with_name(f'{armed.name}.{os.getpid()}')
    try:
        if _current.run <= int(armed.read_text()):
            return
        armed.rename(taken)
    except FileNotFoundError:
        return
    given_up_at = time.monotonic() + LONGEST_WAIT
    while taken.exists() and time.monotonic() < given_up_at:
        time.sleep(0.01)


@worker_process_init.connect
def _watch_the_database(**_: Any) -> None:
    """Pass points at each commit and at each statement that writes rows."""
    connection = connections[DEFAULT_DB_ALIAS]
    commit = connection.commit

    def commit_between_points() -> None:
        _pass('commit', _current.task)
        commit()
        _pass('committed', _current.task)

    connection.commit = commit_between_points  # type: ignore[method-assign]
    connection.execute_wrappers.append(_pass_writing)


def _pass_writing(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if WRITING.match(sql):
        _pass('writing', _current.task)
    return execute(sql, params, many, context)


@task_prerun.connect
def _before(task: Any, args: Any, **_: Any) -> None:
    _current.task, _current.run = _short(task.name), args[0] if args and isinstance(args[0], int) else 0
    _pass('before', _current.task)


@task_postrun.connect
def _after(task: Any, **_: Any) -> None:
    _pass('after', _short(task.name))


@before_task_publish.connect
def _publishing(sender: str, **_: Any) -> None:
    _pass('publishing', _short(sender))


def _short(name: str) -> str:
    return name.rpartition('.')[2]
