"""The one writer of figures: a single statement for all nodes, past the change log and the models."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models.functions import Now

from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.sources.records import NodeMetrics

__all__ = ('figure_fields', 'mark_seen', 'write_figures')

FIGURES = ('cpu_usage', 'max_cpu', 'memory_usage', 'max_memory', 'uptime')

UPDATE = """
    UPDATE netbox_proxbox_proxmoxnode AS node
    SET cpu_usage = COALESCE(read.cpu_usage, node.cpu_usage), max_cpu = COALESCE(read.max_cpu, node.max_cpu),
        memory_usage = COALESCE(read.memory_usage, node.memory_usage),
        max_memory = COALESCE(read.max_memory, node.max_memory), uptime = COALESCE(read.uptime, node.uptime),
        metrics_read_at = CASE
            WHEN read.cpu_usage IS NULL THEN node.metrics_read_at WHEN node.online THEN STATEMENT_TIMESTAMP()
        END,
        last_seen = STATEMENT_TIMESTAMP()
    FROM unnest(%s::bigint[], %s::float8[], %s::int[], %s::bigint[], %s::bigint[], %s::bigint[])
        AS read(id, cpu_usage, max_cpu, memory_usage, max_memory, uptime)
    WHERE node.id = read.id
"""


def figure_fields(figures: NodeMetrics | None) -> dict[str, Any]:
    """Return the metrics of a node as fields of its row; what was not read is left out."""
    read = {name: getattr(figures, name, None) for name in FIGURES}
    return {name: value for name, value in read.items() if value is not None}


def write_figures(nodes: Mapping[str, ProxmoxNode], figures: Mapping[str, NodeMetrics]) -> None:
    """Write the metrics of nodes, by name, and that they were seen: one statement, however many nodes.

    What was not read stays, and so does the time of a node of which nothing was read. The zeros of a node that is down
    were measured by nobody: they get no time.
    """
    pairs = [(nodes[name].pk, figure) for name, figure in figures.items()]
    columns = [[getattr(figure, name) for _, figure in pairs] for name in FIGURES]
    with connection.cursor() as cursor:
        cursor.execute(UPDATE, [[pk for pk, _ in pairs], *columns])


def mark_seen(nodes: list[ProxmoxNode]) -> None:
    """Note that a reading had these nodes, though without their figures."""
    if nodes:
        ProxmoxNode.objects.filter(pk__in=[node.pk for node in nodes]).update(last_seen=Now())
