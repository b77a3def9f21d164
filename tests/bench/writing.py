"""The write part of a sync that changes nothing, against what one would write without thinking about it."""

from collections.abc import Iterator

from django.db import transaction

from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sync.rows import lock_rows
from netbox_proxbox.sync.writing import write_reading
from tests.sync.estate import Estate
from tests.sync.whole_runs import whole_run

from .estates import lab_of
from .rows import Row, seconds_of

__all__ = ('speed_of_writing',)

NODES, LEAST = 201, 20


def speed_of_writing() -> Iterator[Row]:
    """Write a cluster that is known already, in both ways."""
    with lab_of(NODES) as (endpoint, estate, _):
        whole_run(endpoint)
        ours = seconds_of(lambda: _write(endpoint, estate))
        plain = seconds_of(lambda: _write_plainly(endpoint, estate))
    figure = f'write part of {NODES} unchanged nodes, against update_or_create() for each'
    measured = f'{plain / ours:.0f} times faster ({ours * 1000:.0f} ms against {plain * 1000:.0f} ms)'
    yield Row(figure, measured, f'>= {LEAST} times', plain / ours >= LEAST)


def _write(endpoint: ProxmoxEndpoint, estate: Estate) -> None:
    with transaction.atomic():
        rows = lock_rows(endpoint.pk)
        assert rows is not None
        written = write_reading(rows, estate.topology, estate.metrics, read_at=clock.database_now(), run_id=1)
    assert written.records == []


def _write_plainly(endpoint: ProxmoxEndpoint, estate: Estate) -> None:
    metrics = {node.name: node for node in estate.metrics.nodes}
    with transaction.atomic():
        for node in estate.topology.nodes:
            read = metrics[node.name]
            topology = {'node_id': node.node_id, 'ip_address': node.ip_address, 'online': node.online}
            measured = {'cpu_usage': read.cpu_usage, 'memory_usage': read.memory_usage, 'uptime': read.uptime}
            ProxmoxNode.objects.update_or_create(
                endpoint=endpoint, name=node.name, defaults={**topology, **measured, 'local': node.local}
            )
