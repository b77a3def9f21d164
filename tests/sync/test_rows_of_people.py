"""A person adds what a sync is about to add: the sync finds their row, and goes on with it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from tests.guarantees.locks import somebody_waits_for_a_lock
from tests.integration.waiting import wait_for
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend
from tests.sync.ways import Way, on_both_sources
from tests.sync.whole_runs import synced, whole_run

pytestmark = [pytest.mark.usefixtures('committed'), on_both_sources]


@pytest.fixture
def lab(committed: None, server: ScriptedBackend, way: Way) -> ProxmoxEndpoint:
    return way.endpoint(server)


@pytest.mark.parametrize('sync', [whole_run, synced])
@pytest.mark.parametrize(('model', 'name'), [(ProxmoxNode, 'pve2'), (ProxmoxCluster, 'lab-cluster')])
def test_what_is_added_while_a_sync_waits_to_add_it_is_updated(
    lab: ProxmoxEndpoint,
    sync: Callable[[ProxmoxEndpoint], SyncRun],
    model: type[ProxmoxNode | ProxmoxCluster],
    name: str,
) -> None:
    def sync_elsewhere() -> SyncRun:
        try:
            return sync(lab)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            added = model.objects.create(endpoint=lab, name=name, description='By hand')
            syncing = thread.submit(sync_elsewhere)
            wait_for(somebody_waits_for_a_lock, every=0.05)
        run = syncing.result(60)

    assert (run.status, run.warnings) == ('succeeded', [])
    row = model.objects.get(name=name)
    assert (row.pk, row.description) == (added.pk, 'By hand')
    assert ('update', name) in {(record['action'], record['name']) for record in run.changes}
    assert ProxmoxNode.objects.count() == 3
