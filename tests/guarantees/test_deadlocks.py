"""A sync and a bulk edit take the same rows in opposite orders: PostgreSQL ends one of them, and the sync is done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sync import foreground
from netbox_proxbox.sync.preview import Planned, planned
from tests.builders import a_backend, an_endpoint
from tests.integration.waiting import wait_for
from tests.readings import cluster_of, metrics_of, numbered
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend
from tests.sync.estate import Estate
from tests.sync.whole_runs import whole_run

from .locks import somebody_waits_for_a_lock

pytestmark = pytest.mark.usefixtures('committed')


def edit_backwards(endpoint: ProxmoxEndpoint, has_node: Event) -> bool:
    """Change a node, then the endpoint, once the sync waits for the node; False if PostgreSQL refused."""
    try:
        with transaction.atomic():
            ProxmoxNode.objects.filter(name='pve3').update(description='By hand')
            has_node.set()
            wait_for(somebody_waits_for_a_lock, every=0.02)
            ProxmoxEndpoint.objects.filter(pk=endpoint.pk).update(description='By hand')
    except OperationalError:
        return False
    finally:
        connection.close()
    return True


def test_a_deadlock_with_a_bulk_edit_costs_no_run() -> None:
    estate = Estate(cluster_of(*numbered(3)), metrics_of('pve1', 'pve2', 'pve3'))
    with ScriptedBackend(estate) as server, ThreadPoolExecutor(1) as pool:
        address = server.connection()
        endpoint = an_endpoint(a_backend(base_url=address.url, api_key=address.api_key))
        assert whole_run(endpoint).status == 'succeeded'
        estate.topology = cluster_of(*numbered(2), 'pve4')
        has_node = Event()
        editing = pool.submit(edit_backwards, endpoint, has_node)
        assert has_node.wait(30)

        run = whole_run(endpoint)

        was_edited = editing.result()
    assert (run.status, run.error_code) == ('succeeded', '')
    assert set(ProxmoxNode.objects.values_list('name', flat=True)) == {'pve1', 'pve2', 'pve4'}
    endpoint.refresh_from_db()
    assert endpoint.description == ('By hand' if was_edited else '')


def test_a_deadlock_costs_no_preview_in_the_foreground(monkeypatch: pytest.MonkeyPatch) -> None:
    attempts: list[object] = []

    def plan(*reading: Any, read_at: datetime) -> Planned:
        attempts.append(reading)
        if len(attempts) == 1:
            with connection.cursor() as cursor:
                cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'by a test' USING ERRCODE = '40P01'; END $$")
        return planned(*reading, read_at=read_at)

    monkeypatch.setattr(foreground, 'planned', plan)
    with ScriptedBackend(Estate(cluster_of('pve1'), metrics_of('pve1'))) as server:
        address = server.connection()
        endpoint = an_endpoint(a_backend(base_url=address.url, api_key=address.api_key))
        run = foreground.preview_in_foreground(endpoint, 'command')

    assert (run.status, len(attempts)) == ('succeeded', 2)
