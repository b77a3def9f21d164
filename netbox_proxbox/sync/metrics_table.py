"""The one writer of metrics: a single statement for all nodes, past the change log and the models."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models.functions import Now

from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.sources.records import METRICS, NodeMetrics

__all__ = ('mark_seen', 'metric_fields', 'write_metrics')

UPDATE = """
    UPDATE netbox_proxbox_proxmoxnode AS node
    SET {values},
        metrics_read_at = CASE
            WHEN read.cpu_usage IS NULL THEN node.metrics_read_at WHEN node.online THEN STATEMENT_TIMESTAMP()
        END,
        last_seen = STATEMENT_TIMESTAMP()
    FROM unnest(%s::bigint[], {arrays}) AS read(id, {names})
    WHERE node.id = read.id
"""


def metric_fields(metrics: NodeMetrics | None) -> dict[str, Any]:
    """Return the metrics of a node as fields of its row; what was not read is left out."""
    read = {name: getattr(metrics, name, None) for name in METRICS}
    return {name: value for name, value in read.items() if value is not None}


def write_metrics(nodes: Mapping[str, ProxmoxNode], metrics: Mapping[str, NodeMetrics]) -> None:
    """Write the metrics of nodes, by name, and that they were seen: one statement, however many nodes.

    What was not read stays, and so does the time of a node of which nothing was read. The zeros of a node that is down
    were measured by nobody: they get no time.
    """
    # A 0 that stands for a missing fraction is no float yet, and psycopg refuses arrays of both.
    columns = [[_field(name).to_python(getattr(read, name)) for read in metrics.values()] for name in METRICS]
    with connection.cursor() as cursor:
        cursor.execute(_update(), [[nodes[name].pk for name in metrics], *columns])


def mark_seen(nodes: list[ProxmoxNode]) -> None:
    """Note that a reading had these nodes, though without their metrics."""
    if nodes:
        ProxmoxNode.objects.filter(pk__in=[node.pk for node in nodes]).update(last_seen=Now())


def _update() -> str:
    types = [_field(name).db_type(connection) for name in METRICS]
    return UPDATE.format(
        values=', '.join(f'{name} = COALESCE(read.{name}, node.{name})' for name in METRICS),
        arrays=', '.join(f'%s::{kind}[]' for kind in types),
        names=', '.join(METRICS),
    )


def _field(name: str) -> Any:
    return ProxmoxNode._meta.get_field(name)
