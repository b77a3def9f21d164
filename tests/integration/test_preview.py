"""What a sync would change, shown and then applied by the real chord, on both sources."""

import pytest

from devstack.proxmox_ve.control import Control

from .endpoints import Endpoints
from .netbox import PLUGIN, NetBox
from .records import Run

pytestmark = pytest.mark.integration


@pytest.fixture(params=[False, True], ids=['through proxbox-api', 'directly'])
def known(request: pytest.FixtureRequest, netbox: NetBox, endpoints: Endpoints, backend: int) -> int:
    """An endpoint for the three nodes of the lab that was synced once."""
    endpoint = endpoints.add('lab', None if request.param else backend)
    assert netbox.sync(endpoint).outcome == ('succeeded', '')
    return endpoint


def planned(run: Run) -> list[tuple[str, str]]:
    return [(record['action'], record['name']) for record in run.plan or []]


def test_a_first_preview_writes_nothing_and_applying_it_all(netbox: NetBox, endpoints: Endpoints, backend: int) -> None:
    endpoint = endpoints.add('lab', backend)

    preview = netbox.preview(endpoint)

    assert (preview.outcome, preview.changes, preview.result) == (('succeeded', ''), [], None)
    assert set(preview.stages) == {'register', 'fetch-cluster', 'fetch-nodes', 'plan'}
    rows = netbox.rows(endpoint)
    assert (rows.nodes, rows.clusters, rows.endpoint['mode']['value']) == ({}, [], 'undefined')
    assert rows.endpoint['last_read_at'] is None
    assert netbox.get(f'{PLUGIN}/endpoints/{endpoint}/')['last_run'] is None
    assert netbox.changes_of(preview) == []
    applied = netbox.apply(preview)
    assert applied.outcome == ('succeeded', '')
    assert [(record['action'], record['name']) for record in applied.changes] == planned(preview)
    assert set(netbox.rows(endpoint).nodes) == {'pve1', 'pve2', 'pve3'}
    assert netbox.preview(endpoint).plan == []


def test_what_was_not_shown_is_not_written_but_shown(netbox: NetBox, known: int, control: Control) -> None:
    control.remove_node('lab', 'pve3')
    preview = netbox.preview(known)
    assert ('delete', 'pve3') in planned(preview)
    control.add_node('lab', 'pve4', '10.10.0.14')
    before = netbox.rows(known)

    refused = netbox.apply(preview)

    assert refused.outcome == ('refused', 'not-as-previewed')
    assert 'pve4 is created' in refused.cause
    assert (netbox.rows(known), netbox.changes_of(refused)) == (before, [])
    assert {('delete', 'pve3'), ('create', 'pve4')} <= set(planned(refused))
    assert netbox.apply(refused).outcome == ('succeeded', '')
    assert set(netbox.rows(known).nodes) == {'pve1', 'pve2', 'pve4'}


def test_less_than_was_shown_is_fine(netbox: NetBox, known: int, control: Control) -> None:
    control.set_online('lab', 'pve2', False)
    preview = netbox.preview(known)
    control.set_online('lab', 'pve2', True)

    assert netbox.apply(preview).outcome == ('succeeded', '')
    assert netbox.rows(known).online == {'pve1', 'pve2', 'pve3'}


def test_a_sync_during_a_preview_comes_after_it(netbox: NetBox, known: int, control: Control) -> None:
    # Less than proxbox-api waits for.
    control.slow('lab', 4)
    preview = Run.parse(netbox.post(f'{PLUGIN}/endpoints/{known}/preview/', {}))
    sync = netbox.request_sync(known)
    assert sync.id != preview.id
    assert netbox.run(sync.id).status == 'queued'
    control.slow('lab', 0)

    assert netbox.ended(preview.id).outcome == ('succeeded', '')
    assert netbox.ended(sync.id).outcome == ('succeeded', '')
    assert netbox.get(f'{PLUGIN}/endpoints/{known}/')['last_run']['id'] == sync.id
