"""How the whole system is, in words: each function looks at one part and returns findings with cause and cure.

Nothing here calls proxbox-api. The broker and the store of results are asked, for a second at most; all the rest is
read from PostgreSQL, in a number of queries that does not depend on how many endpoints there are.
"""

from .backends import backends
from .broker import broker, result_store
from .endpoints import endpoints
from .load import load
from .processes import beats, workers
from .queues import queues
from .report import Section, findings, sections

__all__ = (
    'Section',
    'backends',
    'beats',
    'broker',
    'endpoints',
    'findings',
    'load',
    'queues',
    'result_store',
    'sections',
    'workers',
)
