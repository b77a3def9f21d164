"""What the database of the stack holds, read past all interfaces, and what befalls its connections."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from tests.integration.services import Services

from .protocol import CONNECTION_NAME

__all__ = ('MEMBERS', 'Content', 'Database', 'Run')

ACTIVE = ('queued', 'running')
RUN = 'SELECT id, status, error_code, cause, request_id, stages, warnings FROM netbox_proxbox_syncrun WHERE id = %s'
ACTIVE_RUNS = 'SELECT count(*) FROM netbox_proxbox_syncrun WHERE endpoint_id = %s AND status = ANY(%s)'
ALL_ACTIVE_RUNS = 'SELECT id FROM netbox_proxbox_syncrun WHERE status = ANY(%s) ORDER BY id'
NEWEST_RUNS = 'SELECT id FROM netbox_proxbox_syncrun ORDER BY id DESC LIMIT %s'
CLUSTERS = """
    SELECT name, mode, nodes_count, quorate, version FROM netbox_proxbox_proxmoxcluster WHERE endpoint_id = %s
"""
NODES = """
    SELECT name, node_id, host(ip_address) AS ip, online, local, cpu_usage, max_cpu, memory_usage, max_memory, uptime,
        ssl_fingerprint, support_level, proxmox_cluster_id IS NOT NULL AS in_cluster
    FROM netbox_proxbox_proxmoxnode WHERE endpoint_id = %s
"""
FORGET_REGISTRATION = "UPDATE netbox_proxbox_proxmoxendpoint SET registered_digest = '' WHERE id = %s RETURNING id"
INSERT_TAKEN = """
    INSERT INTO netbox_proxbox_syncrun (endpoint_id, status, trigger, request_id, publish_count, stages, readings,
        changes, warnings, error_code, cause, cure, started_at)
    VALUES (%s, 'running', 'manual', gen_random_uuid(), 1, '{}', '{}', '[]', '[]', '', '', '', now()) RETURNING id
"""
TOLD = 'SELECT event_type FROM netbox_proxbox_outboxevent WHERE run_id = ANY(%s) AND event_type = ANY(%s)'
LET_CLAIMS_EXPIRE = """
    UPDATE netbox_proxbox_outboxevent SET claimed_at = claimed_at - interval '1 hour' WHERE sent_at IS NULL RETURNING id
"""
UNSENT = 'SELECT count(*) FROM netbox_proxbox_outboxevent WHERE sent_at IS NULL'
EVENTS = 'SELECT event_id FROM netbox_proxbox_outboxevent'
MEMBERS = ('proxbox_node_joined', 'proxbox_node_left')
CHANGES = 'SELECT action, object_repr FROM core_objectchange WHERE request_id = ANY(%s)'
OTHERS = 'FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'
CUT = f'SELECT count(pg_terminate_backend(pid)) {OTHERS} AND application_name = %s'
HELD_LOCKS = f"""
    SELECT count(*) FROM pg_locks WHERE pid IN (SELECT pid {OTHERS} AND state = 'idle in transaction')
        OR (locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
"""  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run as its row has it."""

    id: int
    status: str
    error_code: str
    cause: str
    request_id: UUID
    stages: Mapping[str, Any]
    warnings: list[str]

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE


@dataclass(frozen=True, slots=True)
class Content:
    """What NetBox says of an endpoint, without ids and times: equal after equal syncs."""

    clusters: tuple[Mapping[str, Any], ...]
    nodes: Mapping[str, Mapping[str, Any]]


class Database:
    """Connections of the tests' own, which commit each statement."""

    def __init__(self, connection: psycopg.Connection, server: psycopg.Connection) -> None:
        self._connection = connection
        self._server = server

    @classmethod
    @contextmanager
    def of(cls, services: Services) -> Iterator[Self]:
        """Connect to the database of a stack, and to another one of the same server for when that is away."""
        with services.database() as connection, services.stack.foundations.postgres.connect() as server:
            yield cls(connection, server)

    def run(self, run_id: int) -> Run:
        (row,) = self.rows(RUN, run_id)
        return Run(**row)

    def content(self, endpoint: int) -> Content:
        nodes = {row['name']: row for row in self.rows(NODES, endpoint)}
        return Content(tuple(self.rows(CLUSTERS, endpoint)), nodes)

    def changes(self, runs: Iterable[Run]) -> Counter[tuple[str, str]]:
        """How often the change log has each change of these runs."""
        rows = self.rows(CHANGES, [run.request_id for run in runs])
        return Counter((row['action'], row['object_repr']) for row in rows)

    def told(self, runs: Iterable[Run]) -> Counter[str]:
        """How often the outbox has the events of nodes that joined and left in these runs."""
        rows = self.rows(TOLD, [run.id for run in runs], list(MEMBERS))
        return Counter(row['event_type'] for row in rows)

    def events(self) -> set[UUID]:
        """The keys of all events that were committed."""
        return {row['event_id'] for row in self.rows(EVENTS)}

    def unsent(self) -> int:
        """How many events wait in the outbox."""
        return self.number(UNSENT)

    def let_claims_expire(self) -> None:
        """Let an hour pass for events that a sender which was killed, or cut off, had claimed."""
        self.rows(LET_CLAIMS_EXPIRE)

    def active_run_ids(self) -> list[int]:
        """Return the runs of all endpoints that have no end yet."""
        return [row['id'] for row in self.rows(ALL_ACTIVE_RUNS, list(ACTIVE))]

    def newest_runs(self, number: int) -> list[int]:
        return [row['id'] for row in self.rows(NEWEST_RUNS, number)]

    def active_runs(self, endpoint: int) -> int:
        return self.number(ACTIVE_RUNS, endpoint, list(ACTIVE))

    def forget_registration(self, endpoint: int) -> None:
        """Let NetBox have told the backend nothing of an endpoint, so that its next run registers it."""
        self.number(FORGET_REGISTRATION, endpoint)

    def insert_taken(self, endpoint: int) -> int:
        """Insert a run as it is when whoever took it was killed before anything was published, and return its id."""
        return self.number(INSERT_TAKEN, endpoint)

    def held_locks(self) -> int:
        """How many locks are held by transactions in which nothing happens, or by nobody's transaction."""
        return self.number(HELD_LOCKS)

    def cut_connections(self) -> int:
        """Terminate all connections of the worker, whatever they are at, and return how many there were."""
        return self.number(CUT, CONNECTION_NAME)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Be to the worker as a server that was stopped, until the block ends."""
        self._allow_connections(False)
        try:
            self.cut_connections()
            yield
        finally:
            self._allow_connections(True)

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query.encode(), values or None).fetchall()

    def _allow_connections(self, allowed: bool) -> None:
        name = sql.Identifier(self._connection.info.dbname)
        self._server.execute(sql.SQL('ALTER DATABASE {} ALLOW_CONNECTIONS {}').format(name, sql.Literal(allowed)))

    def number(self, query: str, *values: Any) -> int:
        (row,) = self.rows(query, *values)
        return int(next(iter(row.values())))
