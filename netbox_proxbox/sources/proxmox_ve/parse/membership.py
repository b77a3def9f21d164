"""What tells a standalone host from a member whose corosync does not run."""

from netbox_proxbox.errors import ReadingIncomplete
from netbox_proxbox.sources.values import flag, text

__all__ = ('has_quorum_of_its_own', 'parse_configured_members')


def parse_configured_members(found: object, endpoint: str) -> int:
    """How many members `GET /cluster/config/nodes` names, from corosync.conf; 0 on a host that is in no cluster."""
    if not isinstance(found, list) or not all(isinstance(row, dict) and text(row.get('node')) for row in found):
        raise ReadingIncomplete(endpoint, '', 'It did not tell which members it is configured with.')
    return len(found)


def has_quorum_of_its_own(found: object) -> bool:
    """What `GET /cluster/ha/status/current` says of the quorum: 1 on a standalone host, 0 on a lost member.

    True when it does not say, as old versions may.
    """
    rows = found if isinstance(found, list) else []
    told = [flag(row.get('quorate')) for row in rows if isinstance(row, dict) and row.get('type') == 'quorum']
    return False not in told
