"""What becomes of a reading that contradicts what NetBox holds: held, or written as a person decided."""

from datetime import datetime
from typing import Any

from netbox_proxbox.choices import HeldReadingChoices, ReadingDecisionChoices
from netbox_proxbox.configuration import current_settings
from netbox_proxbox.errors import NothingInCommon, ReadingHeld
from netbox_proxbox.models import ProxmoxCluster
from netbox_proxbox.sources.records import Metrics, Topology

from .apply import update, write
from .plan import Known
from .plausibility import implausibility
from .prune import delete_row
from .renames import renames
from .rows import Rows, known_of

__all__ = ('settle',)

PROTECTED = 'Somebody has decided to believe it, but the tag "{tag}" protects the cluster "{cluster}".'
REFUSED = 'Somebody has decided to believe it, but NetBox refuses to delete the cluster "{cluster}": {reason}'


def settle(
    rows: Rows, topology: Topology, metrics: Metrics | None, *, read_at: datetime, run_id: int
) -> list[dict[str, Any]]:
    """Carry out on locked rows what a person decided of this reading, if anything need be, and return what changed.

    Raises ReadingHeld when nobody has, or not of this reading. What remains to be written is an ordinary plan.
    """
    known = known_of(rows)
    held = implausibility(rows.endpoint.name, known, topology)
    if held is None:
        return []
    held.read_at, held.reading = read_at, _question(held, known, topology, metrics)
    endpoint = rows.endpoint
    held.decision = endpoint.held_decision if endpoint.is_asked(held.code, held.reading) else ''
    match held.decision:
        case ReadingDecisionChoices.RENAME:
            return [_rename(rows, old, new, run_id) for old, new in held.reading['renames'].items()]
        case ReadingDecisionChoices.BELIEVE:
            return _believe(rows, topology, held, run_id)
    raise held


def _question(held: ReadingHeld, known: Known, topology: Topology, metrics: Metrics | None) -> dict[str, Any]:
    may_be = renames(known, topology, metrics) if isinstance(held, NothingInCommon) else {}
    return {
        'mode': topology.mode,
        'name': topology.name,
        'version': topology.version,
        'nodes': sorted(node.name for node in topology.nodes),
        'cluster': known.cluster.pk if known.cluster else None,
        'renames': dict(may_be),
    }


def _rename(rows: Rows, old: str, new: str, run_id: int) -> dict[str, Any]:
    node = rows.nodes.pop(old)
    rows.nodes[new] = node
    return update(node, {'name': new}, run_id)


def _believe(rows: Rows, topology: Topology, held: ReadingHeld, run_id: int) -> list[dict[str, Any]]:
    """Let the cluster row go that contradicts. An older configuration contradicts no row.

    The question is answered with this; that the other nodes are to go is kept on their rows, until a sync deletes them.
    """
    if held.code == HeldReadingChoices.OLDER_CONFIGURATION:
        return []
    confirmed = rows.endpoint.held_reading.get('confirmed', ())
    for node in rows.nodes.values():
        if node.pk in confirmed and not node.deletion_confirmed:
            write(node, {'deletion_confirmed': True}, 'Deletion confirmed')
    return [] if rows.cluster is None else _delete_cluster(rows, rows.cluster, topology, held, run_id)


def _delete_cluster(
    rows: Rows, cluster: ProxmoxCluster, topology: Topology, held: ReadingHeld, run_id: int
) -> list[dict[str, Any]]:
    """Delete the cluster's row, and take its nodes out of it. Raises the question again when it may not go."""
    keep_tag = current_settings()['keep_tag']
    if cluster.tags.filter(slug=keep_tag).exists():
        held.add(PROTECTED.format(tag=keep_tag, cluster=cluster))
        raise held
    read = {node.name for node in topology.nodes}
    stay = [node for name, node in rows.nodes.items() if name in read and node.proxmox_cluster_id == cluster.pk]
    records = [update(node, {'proxmox_cluster': None}, run_id) for node in stay]
    record, refusal = delete_row(cluster, run_id)
    if record is None:
        held.add(REFUSED.format(cluster=cluster, reason=refusal))
        raise held
    _forget(rows)
    return [*records, record]


def _forget(rows: Rows) -> None:
    """NetBox has taken the other nodes out of the cluster: let the locked rows know."""
    rows.cluster = None
    for node in rows.nodes.values():
        node.proxmox_cluster = None
        node.remember(['proxmox_cluster'])
