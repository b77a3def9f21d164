"""Saved rows as a test describes them; what it does not say is ordinary."""

from typing import Any

from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, SyncRun
from netbox_proxbox.sources.records import Metrics, Topology
from netbox_proxbox.sync.prune import Pruned, prune
from netbox_proxbox.sync.rows import Rows, lock_rows
from netbox_proxbox.sync.writing import Written, write_reading

__all__ = (
    'a_backend',
    'a_direct_endpoint',
    'a_run',
    'an_endpoint',
    'backend_of',
    'known_to_its_backend',
    'rows_of',
    'that_knows',
    'written',
)


def a_backend(**fields: Any) -> ProxboxBackend:
    """Save a backend that nobody answers at."""
    ordinary = {'name': 'main', 'base_url': 'http://127.0.0.1:9', 'api_key': 'k' * 32}
    return ProxboxBackend.objects.create(**{**ordinary, **fields})


def an_endpoint(backend: ProxboxBackend | None = None, **fields: Any) -> ProxmoxEndpoint:
    """Save an endpoint, with a backend of its own unless one is given."""
    ordinary = {'name': 'lab', 'ip_address': '192.0.2.1', 'password': 'a-password'}
    return ProxmoxEndpoint.objects.create(backend=backend or a_backend(), **{**ordinary, **fields})


def that_knows(endpoint: ProxmoxEndpoint, *members: dict[str, str]) -> ProxmoxEndpoint:
    """Note members of its cluster as a reading does that was made with the endpoint's addresses and trust."""
    noted = {'members': list(members), 'members_read_as': endpoint.trust_digest()}
    ProxmoxEndpoint.objects.filter(pk=endpoint.pk).update(**noted)
    endpoint.refresh_from_db()
    return endpoint


def backend_of(endpoint: ProxmoxEndpoint) -> ProxboxBackend:
    """Return the backend that an endpoint is read through."""
    assert endpoint.backend is not None
    return endpoint.backend


def a_direct_endpoint(**fields: Any) -> ProxmoxEndpoint:
    """Save an endpoint that is read without a backend."""
    ordinary = {'name': 'lab', 'ip_address': '192.0.2.1', 'password': 'a-password'}
    return ProxmoxEndpoint.objects.create(**{**ordinary, **fields})


def a_run(endpoint: ProxmoxEndpoint, status: str = 'queued', **fields: Any) -> SyncRun:
    """Save a run and return it as the database has it."""
    run = SyncRun.objects.create(endpoint=endpoint, **{'status': status, 'trigger': 'manual', **fields})
    run.refresh_from_db()
    return run


def rows_of(endpoint: ProxmoxEndpoint) -> Rows:
    """Lock and return the rows of an endpoint; only inside of a transaction."""
    rows = lock_rows(endpoint.pk)
    assert rows is not None
    return rows


def written(endpoint: ProxmoxEndpoint, topology: Topology, metrics: Metrics | None = None) -> tuple[Written, Pruned]:
    """Write a reading and delete what it lacks, as a sync does, and return what each did."""
    done = write_reading(rows_of(endpoint), topology, metrics, read_at=clock.database_now(), run_id=1)
    return done, prune(done.absent, 1)


def known_to_its_backend(endpoint: ProxmoxEndpoint) -> ProxmoxEndpoint:
    """Note that the backend was told of an endpoint as it is now."""
    digest = endpoint.spec_digest(endpoint.spec())
    ProxmoxEndpoint.objects.filter(pk=endpoint.pk).update(
        registered_id=1, registered_name=endpoint.name, registered_digest=digest
    )
    endpoint.refresh_from_db()
    return endpoint
