"""The stages of a sync, and what a run's row says of each."""

from datetime import datetime
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

if TYPE_CHECKING:
    from netbox_proxbox.models import SyncRun

__all__ = (
    'DONE',
    'FAILED',
    'FETCH_CLUSTER',
    'FETCH_NODES',
    'NOTHING_EXECUTES',
    'NOT_BEGUN',
    'OF_A_PREVIEW',
    'OF_A_SYNC',
    'PLAN',
    'PRUNE',
    'RECONCILE',
    'REGISTER',
    'RUNNING',
    'STAGES',
    'STOPPED',
    'executes',
    'has_begun',
    'is_over',
    'last_committed',
    'note_stage',
    'stop_stages',
)

REGISTER: Final = 'register'
FETCH_CLUSTER: Final = 'fetch-cluster'
FETCH_NODES: Final = 'fetch-nodes'
RECONCILE: Final = 'reconcile'
PRUNE: Final = 'prune'
PLAN: Final = 'plan'
STAGES: Final = (REGISTER, FETCH_CLUSTER, FETCH_NODES, RECONCILE, PRUNE, PLAN)
OF_A_SYNC: Final = (FETCH_CLUSTER, FETCH_NODES, RECONCILE, PRUNE)
OF_A_PREVIEW: Final = (FETCH_CLUSTER, FETCH_NODES, PLAN)

RUNNING: Final = 'running'
DONE: Final = 'done'
FAILED: Final = 'failed'
STOPPED: Final = 'stopped'

# What `has_begun` denies, for statements. A key that is missing is neither equal nor unequal in SQL.
NOT_BEGUN: Final = ~Q(stages__has_any_keys=[stage for stage in STAGES if stage != REGISTER]) & (
    Q(stages__register__isnull=True) | ~Q(stages__register__state=RUNNING)
)
# What `executes` denies, for statements.
NOTHING_EXECUTES: Final = reduce(and_, (~Q(stages__contains={stage: {'state': RUNNING}}) for stage in STAGES))


def note_stage(run: 'SyncRun', stage: str, **note: Any) -> None:
    """Add to what a run says of a stage. The caller saves."""
    run.stages[stage] = {**run.stages.get(stage, {}), **note}


def has_begun(run: 'SyncRun') -> bool:
    """Tell whether a stage was begun, other than a registration that is over."""
    return any(stage != REGISTER or note.get('state') == RUNNING for stage, note in run.stages.items())


def executes(run: 'SyncRun') -> bool:
    """Tell whether a stage was begun that is not over."""
    return any(note.get('state') == RUNNING for note in run.stages.values())


def is_over(run: 'SyncRun', stage: str) -> bool:
    """Tell whether a stage has been executed to its end, so that another copy may not write."""
    return run.stages.get(stage, {}).get('state') in (DONE, FAILED)


def stop_stages(run: 'SyncRun', *, at: datetime) -> None:
    """Note that stages which still execute have nothing to do any more, for their run has ended. The caller saves."""
    for stage, note in run.stages.items():
        if note.get('state') == RUNNING:
            note_stage(run, stage, state=STOPPED, ended_at=at.isoformat())


def last_committed(run: 'SyncRun') -> str:
    """Return the name of the last stage that is over, or "none"."""
    over = [stage for stage in STAGES if is_over(run, stage)]
    return over[-1] if over else 'none'
