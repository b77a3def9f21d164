"""Upstream's clusters and nodes, as those of this plugin.

Metrics are left out: the first sync reads them, and until then none are better than old ones.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from netbox_proxbox.choices import LinkOriginChoices, ModeChoices

from .rows import Row, kept_fields

__all__ = ('clusters_of', 'nodes_of')

LONGEST_SUPPORT_LEVEL = 50


def clusters_of(rows: Sequence[Mapping[str, Any]], nodes: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Return one cluster for each endpoint that has any: that of most nodes, and of those the newest.

    Upstream's plugin keeps one for each name that it ever read, and for standalone hosts.
    """
    members = Counter(node['proxmox_cluster_id'] for node in nodes)
    real = [row for row in rows if row.get('mode') != ModeChoices.STANDALONE]
    chosen = {row['endpoint_id']: row for row in sorted(real, key=lambda row: (members[row['id']], row['id']))}
    return [_cluster(row) for row in chosen.values()]


def _cluster(row: Mapping[str, Any]) -> Row:
    return Row(
        {
            **kept_fields(row),
            **_link(row, 'netbox_cluster_id'),
            'endpoint_id': row['endpoint_id'],
            'name': row['name'],
            'cluster_id': row.get('cluster_id') or '',
            'mode': ModeChoices.CLUSTER,
            'nodes_count': row.get('nodes_count') or 0,
            'quorate': row.get('quorate') or False,
            'version': row.get('version'),
        }
    )


def nodes_of(rows: Iterable[Mapping[str, Any]], clusters: Iterable[Row]) -> list[Row]:
    """Return all nodes, in those of their clusters that come over, too."""
    known = {(row.fields['id'], row.fields['endpoint_id']) for row in clusters}
    return [_node(row, is_member=(row.get('proxmox_cluster_id'), row['endpoint_id']) in known) for row in rows]


def _node(row: Mapping[str, Any], *, is_member: bool) -> Row:
    return Row(
        {
            **kept_fields(row),
            **_link(row, 'netbox_device_id'),
            'endpoint_id': row['endpoint_id'],
            'proxmox_cluster_id': row['proxmox_cluster_id'] if is_member else None,
            'name': row['name'],
            'node_id': row.get('node_id') or 0,
            'ip_address': row.get('ip_address'),
            'online': row.get('online') or False,
            'local': row.get('local') or False,
            'ssl_fingerprint': row.get('ssl_fingerprint') or '',
            'support_level': (row.get('support_level') or '')[:LONGEST_SUPPORT_LEVEL],
        }
    )


def _link(row: Mapping[str, Any], column: str) -> dict[str, Any]:
    """Keep a link as one that a person made, which no rule touches."""
    linked_to = row.get(column)
    return {column: linked_to, 'link_origin': LinkOriginChoices.PERSON if linked_to else ''}
