"""The points of a sync at which something is broken: the boundaries of its stages, and what lies between them."""

from collections.abc import Iterable
from typing import Final

__all__ = (
    'AROUND',
    'BEFORE',
    'COMMITS',
    'DIRECT_QUESTIONS',
    'OF_A_REGISTRATION',
    'POINTS',
    'PUBLISHING',
    'QUESTIONS',
    'STAGES',
    'TAKEN',
    'WITHOUT_TRANSACTION',
    'WRITING',
)

STAGES: Final = ('register', 'fetch_cluster', 'fetch_nodes', 'reconcile', 'prune')


def _points(moments: Iterable[str], stages: Iterable[str] = STAGES) -> list[str]:
    moments = tuple(moments)
    return [f'{moment}-{stage}' for stage in stages for moment in moments]


BEFORE: Final = _points(['before'])
# A task is executed and its result stored, and whoever waits for it is called.
AROUND: Final = _points(['before', 'after'])
# Its message is about to be published, by the task before it: at `fetch_nodes` the chord is half published.
PUBLISHING: Final = _points(['publishing'], STAGES[1:])
# Only a run whose endpoint is registered first comes to these.
OF_A_REGISTRATION: Final = frozenset([*_points(['before', 'after'], ['register']), *PUBLISHING[:2]])
# A run is running, and nothing of it is published: whoever took it was killed.
TAKEN: Final = ['taken-register', 'taken-fetch_cluster']
# A transaction is about to be committed, or its commit has just been answered.
COMMITS: Final = _points(['commit', 'committed'], ['reconcile', 'prune'])
# Some rows are written, within the transaction that does so.
WRITING: Final = _points(['writing'], ['reconcile', 'prune'])
POINTS: Final = [*AROUND, *PUBLISHING, *COMMITS, *WRITING]
# No transaction is open, so that a run can be given up while its process sleeps there.
WITHOUT_TRANSACTION: Final = [*AROUND, *PUBLISHING, *_points(['committed'], ['reconcile'])]
# The backend is asked: which of its addresses is asked is told by the prefix.
QUESTIONS: Final = [
    'record-register',
    'status-fetch_cluster',
    'first-fetch_nodes',
    'listing-fetch_nodes',
    'resources-fetch_nodes',
]
# A Proxmox VE that is read directly is asked.
DIRECT_QUESTIONS: Final = [
    'status-fetch_cluster',
    'version-fetch_cluster',
    'nodes-fetch_nodes',
    'versions-fetch_nodes',
]
