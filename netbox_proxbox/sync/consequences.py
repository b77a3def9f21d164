"""What a decision about a held reading would do to the rows of its endpoint, as they are now."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from netbox_proxbox.choices import HeldReadingChoices, MissingChoices, ReadingDecisionChoices
from netbox_proxbox.configuration import current_settings
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode

from .missing import protected_nodes

__all__ = ('Consequences', 'consequences')


@dataclass(frozen=True, slots=True)
class Consequences:
    """The rows that are deleted, those that are renamed, each with its new name, and the names of new ones.

    A cluster that a tag protects is `protected`: nothing comes of the decision as long as it is.
    """

    cluster: ProxmoxCluster | None
    deleted: tuple[ProxmoxNode, ...]
    renamed: tuple[tuple[ProxmoxNode, str], ...]
    created: tuple[str, ...]
    protected: ProxmoxCluster | None

    @property
    def rows(self) -> list[ProxmoxCluster | ProxmoxNode]:
        """The rows that somebody must be allowed to delete, or to rename."""
        clusters = [] if self.cluster is None else [self.cluster]
        return [*clusters, *self.deleted, *(node for node, _ in self.renamed)]

    def digest(self, endpoint: ProxmoxEndpoint) -> str:
        """Return what a page remembers of all this, so that something else is not decided with it."""
        rows = [(type(row).__name__, row.pk, row.name) for row in self.rows]
        question = [str(endpoint.held_since), endpoint.held_because, rows, [name for _, name in self.renamed]]
        return hashlib.sha256(json.dumps(question).encode()).hexdigest()


def consequences(endpoint: ProxmoxEndpoint, decision: str) -> Consequences:
    """Return what becomes of the endpoint's rows if the question is decided so. Rows that are kept anyhow stay."""
    nodes = {node.name: node for node in ProxmoxNode.objects.filter(endpoint=endpoint).order_by('name', 'pk')}
    read: list[str] = endpoint.held_reading.get('nodes', [])
    if decision == ReadingDecisionChoices.RENAME:
        return _of_rename(nodes, read, endpoint.held_reading.get('renames', {}))
    created = tuple(name for name in read if name not in nodes)
    if endpoint.held_because == HeldReadingChoices.OLDER_CONFIGURATION:
        return Consequences(None, (), (), created, None)
    cluster = ProxmoxCluster.objects.filter(endpoint=endpoint).first()
    is_protected = cluster is not None and cluster.tags.filter(slug=current_settings()['keep_tag']).exists()
    deleted = _without_kept([node for name, node in nodes.items() if name not in read])
    return Consequences(cluster, deleted, (), created, cluster if is_protected else None)


def _of_rename(nodes: Mapping[str, ProxmoxNode], read: list[str], renames: Mapping[str, str]) -> Consequences:
    renamed = tuple((nodes[old], new) for old, new in sorted(renames.items()) if old in nodes)
    created = tuple(name for name in read if name not in nodes and name not in renames.values())
    return Consequences(None, (), renamed, created, None)


def _without_kept(nodes: list[ProxmoxNode]) -> tuple[ProxmoxNode, ...]:
    protected = protected_nodes([node.pk for node in nodes])
    return tuple(node for node in nodes if node.pk not in protected and node.missing_because != MissingChoices.KEPT)
