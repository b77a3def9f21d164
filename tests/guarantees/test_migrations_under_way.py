"""Indexes are added to the table of runs while a worker is at work: a sync does not wait for them."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from netbox_proxbox.models import SyncRun
from tests.builders import a_backend, a_run, an_endpoint
from tests.integration.waiting import wait_for
from tests.proxmox.scripted_backend import ScriptedBackend
from tests.readings import cluster_of, metrics_of, numbered
from tests.sync.estate import Estate
from tests.sync.whole_runs import whole_run

from .locks import somebody_waits_for_a_lock

pytestmark = pytest.mark.usefixtures('committed')

BEFORE = ('netbox_proxbox', '0002_heartbeat_and_overdue_at')
INDEXES = ('netbox_proxbox', '0003_sync_run_indexes')
NAMES = {'netbox_proxbox_run_newest', 'netbox_proxbox_run_of_endpoint', 'netbox_proxbox_run_ended'}
FOUND = 'SELECT relname, indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid WHERE relname = ANY(%s)'
BUILD = 'CREATE INDEX CONCURRENTLY netbox_proxbox_run_newest ON netbox_proxbox_syncrun (requested_at DESC, id DESC)'
CUT_OFF = 'SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query = %s'

type InAThread = Callable[[Callable[[], Any]], Any]


@pytest.fixture
def in_a_thread(committed: None) -> Iterator[InAThread]:
    """Calls something on another connection to the database; the result is to be waited for."""

    def call(work: Callable[[], Any]) -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        yield lambda work: pool.submit(call, work)


@pytest.fixture
def migrate(committed: None) -> Callable[[], None]:
    """Applies the migration, whose indexes are not there yet."""
    loader = MigrationLoader(connection)
    migration, state = loader.disk_migrations[INDEXES], loader.project_state(BEFORE)
    assert isinstance(migration, Migration)
    with connection.cursor() as cursor:
        cursor.execute(f'DROP INDEX {", ".join(NAMES)}')
    return lambda: apply(migration, state)


def apply(migration: Migration, state: ProjectState) -> None:
    with connection.schema_editor(atomic=migration.atomic) as editor:
        migration.apply(state, editor)


def indexes() -> dict[str, bool]:
    """Which there are, and whether each is of use."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND, [list(NAMES)])
        return dict(cursor.fetchall())


def build_until_cut_off() -> None:
    with connection.cursor() as cursor, pytest.raises(OperationalError, match='canceling statement'):
        cursor.execute(BUILD)


def cut_off() -> None:
    with connection.cursor() as cursor:
        cursor.execute(CUT_OFF, [BUILD])
        assert cursor.fetchall() == [(True,)]


def test_syncs_go_on_while_indexes_are_added(migrate: Callable[[], None], in_a_thread: InAThread) -> None:
    estate = Estate(cluster_of(*numbered(3)), metrics_of('pve1', 'pve2', 'pve3'))
    with ScriptedBackend(estate) as server:
        address = server.connection()
        endpoint = an_endpoint(a_backend(base_url=address.url, api_key=address.api_key))
        held = a_run(an_endpoint(endpoint.backend, name='other'), 'running')
        with transaction.atomic():
            SyncRun.objects.filter(pk=held.pk).update(sends=2)
            migrating = in_a_thread(migrate)
            wait_for(somebody_waits_for_a_lock, every=0.02)

            run = in_a_thread(lambda: whole_run(endpoint)).result(timeout=30)

            assert not migrating.done()
        migrating.result(timeout=30)
    assert (run.status, run.error_code) == ('succeeded', '')
    assert indexes() == dict.fromkeys(NAMES, True)


def test_what_an_attempt_that_was_cut_off_has_left_is_no_hindrance(
    migrate: Callable[[], None], in_a_thread: InAThread
) -> None:
    held = a_run(an_endpoint(), 'running')
    with transaction.atomic():
        SyncRun.objects.filter(pk=held.pk).update(sends=2)
        building = in_a_thread(build_until_cut_off)
        wait_for(lambda: indexes() == {'netbox_proxbox_run_newest': False}, within=30, every=0.02)
        cut_off()
        building.result(timeout=30)
    assert indexes() == {'netbox_proxbox_run_newest': False}

    migrate()

    assert indexes() == dict.fromkeys(NAMES, True)
