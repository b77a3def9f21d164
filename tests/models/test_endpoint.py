"""An endpoint is deleted while a sync writes its rows."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs import locks as run_locks
from tests.builders import a_run, an_endpoint, rows_of
from tests.guarantees.locks import somebody_waits_for_a_lock
from tests.integration.waiting import wait_for


@pytest.mark.usefixtures('committed')
def test_a_deletion_waits_for_the_rows_that_a_sync_is_adding() -> None:
    endpoint = an_endpoint()
    run = a_run(endpoint, 'running')
    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            run_locks.lock(run.pk)
            rows = rows_of(endpoint)
            ProxmoxCluster.objects.create(endpoint=rows.endpoint, name='lab-cluster')
            deletion = thread.submit(delete, endpoint.pk)
            wait_for(somebody_waits_for_a_lock, within=30, every=0.02)
            run.save()
        deletion.result(timeout=30)
    assert not ProxmoxEndpoint.objects.exists()
    assert not ProxmoxCluster.objects.exists()
    assert not SyncRun.objects.exists()


def delete(endpoint: int) -> None:
    try:
        ProxmoxEndpoint.objects.get(pk=endpoint).delete()
    finally:
        connection.close()
