"""How the whole system is, in words: each function looks at one part and returns findings with cause and cure.

Nothing here calls proxbox-api or Proxmox VE. The broker and the store of results are asked, for a second at most; all
the rest is read from PostgreSQL, in a number of queries that does not depend on how many endpoints there are.
"""

from .backend_states import backends
from .deletions import deletions
from .demand import load
from .direct_readings import direct_readings
from .last_syncs import events, last_syncs
from .message_services import broker, result_store
from .overdue_count import endpoints
from .processes import beats, workers
from .report import findings, sections
from .subscriptions import subscriptions
from .top_level import top_level
from .unverified import verification
from .waiting import queues

__all__ = (
    'backends',
    'beats',
    'broker',
    'deletions',
    'direct_readings',
    'endpoints',
    'events',
    'findings',
    'last_syncs',
    'load',
    'queues',
    'result_store',
    'sections',
    'subscriptions',
    'top_level',
    'verification',
    'workers',
)
