"""The stages of a run as rows of a table. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from netbox_proxbox.models import SyncRun
from netbox_proxbox.runs.stage_notes import DONE, FAILED, OF_A_PREVIEW, OF_A_SYNC, REGISTER, RUNNING, STOPPED

__all__ = ('StageRow', 'stage_rows')

STATES = {
    RUNNING: (_('Running'), 'blue'),
    DONE: (_('Done'), 'green'),
    FAILED: (_('Failed'), 'red'),
    STOPPED: (_('Stopped'), 'gray'),
}


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage; `duration` is in seconds, `attempts` counts the first one and its retries, `task_url` is Flower's.

    `answered_by` is an address of Proxmox VE, and `passed_over` says of others why they did not answer.
    """

    name: str
    state: Any
    color: str
    started_at: datetime | None
    duration: float | None
    requests: int | None
    attempts: int | None
    retries: list[str]
    answered_by: str
    passed_over: list[str]
    cause: str
    cure: str
    task_url: str


def stage_rows(run: SyncRun, flower_url: str | None) -> Iterator[StageRow]:
    """Return the stages in their order, those to come included; a registration only where there was one."""
    stages = OF_A_PREVIEW if run.is_preview else OF_A_SYNC
    names = (REGISTER, *stages) if REGISTER in run.stages else stages
    return (_row(name, run.stages.get(name, {}), flower_url) for name in names)


def _row(name: str, note: dict[str, Any], flower_url: str | None) -> StageRow:
    state, color = STATES.get(note.get('state', ''), ('', ''))
    started_at, ended_at = (_moment(note.get(key)) for key in ('started_at', 'ended_at'))
    retries, task_id = note.get('retries') or [], note.get('task_id')
    return StageRow(
        name=name,
        state=state,
        color=color,
        started_at=started_at,
        duration=(ended_at - started_at).total_seconds() if started_at and ended_at else None,
        requests=note.get('requests'),
        attempts=len(retries) + 1 if retries or note.get('requests') else None,
        retries=retries,
        answered_by=note.get('answered_by', ''),
        passed_over=note.get('passed_over') or [],
        cause=note.get('cause', ''),
        cure=note.get('cure', ''),
        task_url=f'{flower_url.rstrip("/")}/task/{task_id}' if flower_url and task_id else '',
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
