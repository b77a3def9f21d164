"""Whether a complete reading can be of what NetBox holds, or comes from elsewhere. Pure: no Django in here.

Deletions follow from a reading, so what answers for something else must not be written. Where Proxmox VE cannot tell,
a person decides: on the question that is asked then, or by deleting the row that contradicts.
"""

from netbox_proxbox.errors import NothingInCommon, OlderConfiguration, ReadingHeld, TurnedStandalone, several
from netbox_proxbox.sources.records import Topology

from .plan import Known, KnownRow

__all__ = ('implausibility',)


def implausibility(endpoint: str, known: Known, topology: Topology) -> ReadingHeld | None:
    """Return why a reading of the endpoint of this name is not to be believed, None if it may be.

    Once a person has deleted the row of a cluster, any reading is believed, and the nodes that it lacks go.
    """
    if known.cluster is not None:
        return _against_cluster(endpoint, known, known.cluster, topology)
    if known.mode == 'standalone' and _has_nothing_in_common(known, topology):
        return NothingInCommon(endpoint, _name_of(topology), _names_of_nodes(known))
    return None


def _against_cluster(endpoint: str, known: Known, cluster: KnownRow, topology: Topology) -> ReadingHeld | None:
    if topology.mode == 'standalone':
        return TurnedStandalone(endpoint, cluster.name, topology.name)
    if _has_nothing_in_common(known, topology):
        return NothingInCommon(endpoint, _name_of(topology), f'the cluster "{cluster.name}"')
    before, version = cluster.fields['version'], topology.version
    if before is not None and version is not None and version < before:
        return OlderConfiguration(endpoint, cluster.name, version, before)
    return None


def _has_nothing_in_common(known: Known, topology: Topology) -> bool:
    """Whether no node is one that the last reading had; what has been missing since then may be elsewhere by now."""
    names = _compared(known)
    return bool(names) and not {node.name for node in topology.nodes}.intersection(names)


def _compared(known: Known) -> list[str]:
    present = [row.name for row in known.nodes if not row.fields.get('missing_because')]
    return present or [row.name for row in known.nodes]


def _name_of(topology: Topology) -> str:
    kind = 'cluster' if topology.mode == 'cluster' else 'standalone host'
    return f'the {kind} "{topology.name}"'


def _names_of_nodes(known: Known) -> str:
    names = [f'"{name}"' for name in _compared(known)]
    return f'the {"node" if len(names) == 1 else "nodes"} {several(names)}'
