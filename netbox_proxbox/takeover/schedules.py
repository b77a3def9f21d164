"""When upstream's plugin syncs what: recurring jobs of NetBox, each for some endpoints or for all. Pure."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

__all__ = ('every_and_period', 'minutes_of')

# Of what upstream's plugin can sync, what reads clusters and nodes.
READS_NODES = {'all', 'devices'}
LONGEST = 366 * 24 * 60
PERIODS = ((24 * 60, 'days'), (60, 'hours'), (1, 'minutes'))


def minutes_of(jobs: Iterable[Mapping[str, Any]], endpoints: Collection[int]) -> dict[int, int]:
    """Return the shortest interval of each endpoint that a recurring job names, in minutes."""
    minutes: dict[int, int] = {}
    for job in jobs:
        for endpoint in _endpoints_of(job['data'], endpoints):
            minutes[endpoint] = min(minutes.get(endpoint, LONGEST), job['interval'])
    return minutes


def every_and_period(minutes: int) -> tuple[int, str]:
    """Return an interval in the largest unit that it is a multiple of."""
    return next((minutes // size, period) for size, period in PERIODS if minutes % size == 0)


def _endpoints_of(data: Any, endpoints: Collection[int]) -> Collection[int]:
    """Return whose nodes a job reads. One that names no endpoint reads all; one for some virtual machines, none."""
    params = ((data or {}).get('proxbox_sync') or {}).get('params') or {}
    if params.get('netbox_vm_ids') or params.get('batch_object_ids'):
        return ()
    # The second is how older releases spell the first.
    if READS_NODES.isdisjoint(params.get('sync_types') or [params.get('sync_type') or 'all']):
        return ()
    named = {int(key) for key in params.get('proxmox_endpoint_ids') or () if key}
    return named & set(endpoints) if named else endpoints
