"""The tasks of the chord, a file for each: what it takes, what it writes, how it fails.

Each has `execute`, which takes the id of a run and returns what Flower shows. It may be called twice, or twice at once.
"""

from . import fail, fetch_cluster, fetch_nodes, plan, prune, reconcile, register

__all__ = ('fail', 'fetch_cluster', 'fetch_nodes', 'plan', 'prune', 'reconcile', 'register')
