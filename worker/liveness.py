"""A file that stays fresh while the worker or beat is alive: what the health check of a container looks at.

Looking at a file costs nothing; `celery inspect ping` would load NetBox each time.
"""

import os
from pathlib import Path
from typing import Any

from celery.signals import after_task_publish, beat_init, heartbeat_sent

__all__ = ('VARIABLE', 'keep_fresh', 'note')

VARIABLE = 'PROXBOX_LIVENESS_FILE'


def keep_fresh() -> None:
    """Touch the file that PROXBOX_LIVENESS_FILE names; nothing without it.

    A worker touches it every two seconds while it is connected to the broker, beat whenever the broker has taken a
    task from it, which is every five seconds; one that stands by does so with `note`.
    """
    if os.environ.get(VARIABLE):
        heartbeat_sent.connect(_touch)
        beat_init.connect(_touch_with_each_task)


def note() -> None:
    """Touch the file, if there is to be one."""
    if os.environ.get(VARIABLE):
        _touch()


def _touch_with_each_task(**_: Any) -> None:
    after_task_publish.connect(_touch)


def _touch(**_: Any) -> None:
    Path(os.environ[VARIABLE]).touch()
