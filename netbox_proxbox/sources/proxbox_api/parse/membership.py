"""The answer of `GET /proxmox/api2/latest/cluster/config/nodes`: the members that corosync.conf names."""

from netbox_proxbox.errors import BackendAnswerInvalid
from netbox_proxbox.sources.values import text

__all__ = ('parse_configured_members',)


def parse_configured_members(answer: object, backend: str) -> int:
    """How many members a host is configured with, 0 for one in no cluster. Raises BackendAnswerInvalid."""
    if not isinstance(answer, list) or not all(isinstance(found, dict) and text(found.get('node')) for found in answer):
        raise BackendAnswerInvalid(backend, 'It did not answer with the members of a cluster.')
    return len(answer)
