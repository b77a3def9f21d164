"""A sync, and whether it left a trace."""

from dataclasses import replace

from .netbox import NetBox
from .records import Run

__all__ = ('sync_without_effect',)

OF_FAILURES = ('failures', 'paused_until', 'pause_cause')


def sync_without_effect(netbox: NetBox, endpoint: int) -> Run:
    """Sync, and make sure that NetBox holds what it held before, to the last field but the counted failures."""
    before = netbox.rows(endpoint)
    run = netbox.sync(endpoint)
    after = netbox.rows(endpoint)
    counted = {name: before.endpoint[name] for name in OF_FAILURES}
    assert replace(after, endpoint=dict(after.endpoint) | counted) == before
    assert (run.changes, netbox.changes_of(run)) == ([], [])
    return run
