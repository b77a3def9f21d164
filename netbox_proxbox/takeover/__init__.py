"""Coming from upstream's plugin, which has the same name: its data, read from its tables and written into ours.

Works in a database that no migration of this plugin has seen.
"""

from .planning import Plan, plan
from .state import SCHEMA, State, TakeoverRefused, state
from .takeover import drop_old, take_over, undo
from .words import lines_of

__all__ = (
    'SCHEMA',
    'Plan',
    'State',
    'TakeoverRefused',
    'drop_old',
    'lines_of',
    'plan',
    'state',
    'take_over',
    'undo',
)
