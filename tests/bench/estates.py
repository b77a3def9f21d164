"""Endpoints for the figures, each with a backend of its own or all at one."""

from collections.abc import Iterator
from contextlib import contextmanager

from devstack.proxmox_ve.estates import find_estate
from devstack.simulator import ProxmoxSimulator
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.schedules.rows import interval_row
from tests.sources.proxbox_api.scripted_backend import API_KEY, ScriptedBackend
from tests.sync.estate import Estate
from tests.sync.statements import estate_of
from tests.sync.ways import THROUGH_PROXBOX_API, Way

__all__ = ('add_backend', 'add_endpoints', 'endpoint_at', 'lab_of')


@contextmanager
def lab_of(nodes: int, way: Way = THROUGH_PROXBOX_API) -> Iterator[tuple[ProxmoxEndpoint, Estate, ScriptedBackend]]:
    """An endpoint for a cluster of so many nodes that was not synced yet."""
    estate = estate_of(nodes, way.estate)
    with way.serving(estate) as server:
        yield way.endpoint(server, name=f'{nodes} nodes {way}'), estate, server


def endpoint_at(
    simulator: ProxmoxSimulator, door: str, backend: ProxboxBackend | None = None, *, seconds: int | None = None
) -> ProxmoxEndpoint:
    """Save an endpoint for an estate of a simulator, read directly without a backend, with an interval if given."""
    access = find_estate(door).access
    return ProxmoxEndpoint.objects.create(
        name=f'{door} {"directly" if backend is None else backend}',
        backend=backend,
        ip_address=simulator.hosts[door],
        port=simulator.ports[door],
        username=access.username,
        password=access.password,
        token_name=access.token_name,
        token_value=access.token_value,
        # proxbox-api trusts no authority of a cluster's own.
        verify_ssl=backend is None,
        ca_certificate=simulator.authorities[door] if backend is None else '',
        sync_interval=interval_row(seconds, 'seconds') if seconds else None,
    )


def add_backend(name: str, url: str, **fields: int) -> ProxboxBackend:
    """Save a backend of the tests."""
    return ProxboxBackend.objects.create(name=name, base_url=url, api_key=API_KEY, **fields)


def add_endpoints(backend: ProxboxBackend, number: int, *, minutes: int | None = None) -> list[ProxmoxEndpoint]:
    """Save endpoints of a backend, with an interval if there are minutes."""
    schedule = interval_row(minutes, 'minutes') if minutes else None
    endpoints = [
        ProxmoxEndpoint(
            backend=backend, name=f'{backend} {i}', ip_address='192.0.2.1', password='a', sync_interval=schedule
        )
        for i in range(number)
    ]
    return list(ProxmoxEndpoint.objects.bulk_create(endpoints))
