"""The points of a sync at which something is broken: the boundaries of its stages, and what lies between them."""

from collections.abc import Iterable
from typing import Final

__all__ = ('AROUND', 'BEFORE', 'COMMITS', 'POINTS', 'PUBLISHING', 'QUESTIONS', 'RESTING', 'STAGES', 'WRITING')

STAGES: Final = ('begin', 'fetch_cluster', 'fetch_nodes', 'reconcile', 'prune')


def _points(moments: Iterable[str], stages: Iterable[str] = STAGES) -> list[str]:
    moments = tuple(moments)
    return [f'{moment}-{stage}' for stage in stages for moment in moments]


BEFORE: Final = _points(['before'])
# A task is executed and its result stored, and whoever waits for it is called.
AROUND: Final = _points(['before', 'after'])
# Its message is about to be sent, by the stage before it.
PUBLISHING: Final = _points(['publishing'], STAGES[1:])
# A transaction is about to be committed, or its commit has just been answered.
COMMITS: Final = _points(['commit', 'committed'], ['begin', 'reconcile', 'prune'])
# Some rows are written, within the transaction that does so.
WRITING: Final = _points(['writing'], ['reconcile', 'prune'])
POINTS: Final = [*AROUND, *PUBLISHING, *COMMITS, *WRITING]
# No transaction is open, so that a run can be given up while its process sleeps there.
RESTING: Final = [*AROUND, *PUBLISHING, *_points(['committed'], ['begin', 'reconcile'])]
# The backend is asked: which of its addresses is asked is told by the prefix.
QUESTIONS: Final = [
    'record-begin',
    'status-fetch_cluster',
    'first-fetch_nodes',
    'listing-fetch_nodes',
    'resources-fetch_nodes',
]
