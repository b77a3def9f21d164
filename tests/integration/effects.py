"""A sync, and whether it left a trace."""

from .netbox import NetBox
from .records import Run

__all__ = ('sync_without_effect',)


def sync_without_effect(netbox: NetBox, endpoint: int) -> Run:
    """Sync, and make sure that NetBox holds what it held before, to the last field."""
    before = netbox.rows(endpoint)
    run = netbox.sync(endpoint)
    assert netbox.rows(endpoint) == before
    assert (run.changes, netbox.changes_of(run)) == ([], [])
    return run
