"""The stages of a run as rows of a table. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from netbox_proxbox.models import SyncRun
from netbox_proxbox.sync.stages import DONE, FAILED, RUNNING, STAGES, STOPPED

__all__ = ('StageRow', 'stage_rows')

STATES = {
    RUNNING: (_('Running'), 'blue'),
    DONE: (_('Done'), 'green'),
    FAILED: (_('Failed'), 'red'),
    STOPPED: (_('Stopped'), 'gray'),
}


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage; `duration` is in seconds, `attempts` counts the first one and its retries."""

    name: str
    state: Any
    color: str
    started_at: datetime | None
    duration: float | None
    requests: int | None
    attempts: int | None
    retries: list[str]
    cause: str
    cure: str


def stage_rows(run: SyncRun) -> Iterator[StageRow]:
    """Return the stages in their order, those to come included."""
    return (_row(name, run.stages.get(name, {})) for name in STAGES)


def _row(name: str, note: dict[str, Any]) -> StageRow:
    state, color = STATES.get(note.get('state', ''), ('', ''))
    started_at, ended_at = (_moment(note.get(key)) for key in ('started_at', 'ended_at'))
    retries = note.get('retries') or []
    return StageRow(
        name=name,
        state=state,
        color=color,
        started_at=started_at,
        duration=(ended_at - started_at).total_seconds() if started_at and ended_at else None,
        requests=note.get('requests'),
        attempts=len(retries) + 1 if retries or note.get('requests') else None,
        retries=retries,
        cause=note.get('cause', ''),
        cure=note.get('cure', ''),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
