"""What a direct reading tells of the way to a cluster: who its members are, and how each proves it. Pure."""

from collections.abc import Mapping
from typing import Any

from netbox_proxbox.sources.records import Metrics, Topology

__all__ = ('learned',)


def learned(topology: Topology, metrics: Metrics | None, *, is_verified: bool) -> Mapping[str, Any]:
    """Return what the endpoint's row is to remember of a direct reading that holds for it as it is.

    A login may be led to the members one day, so they are taken only from connections whose certificates were verified,
    and both readings must have been made with the same addresses and the same trust.
    """
    notes: dict[str, Any] = {'last_address': topology.answered_by}
    if topology.pve_version:
        notes['pve_version'] = topology.pve_version
    if is_verified and metrics is not None and metrics.read_as == topology.read_as:
        notes |= {'members': _members(topology, metrics), 'members_read_as': topology.read_as}
    return notes


def _members(topology: Topology, metrics: Metrics) -> list[dict[str, str]]:
    fingerprints = {node.name: node.ssl_fingerprint for node in metrics.nodes}
    return [
        {'name': node.name, 'address': node.ip_address, 'fingerprint': fingerprint}
        for node in sorted(topology.nodes, key=lambda node: node.name)
        if node.ip_address and (fingerprint := fingerprints.get(node.name))
    ]
