"""Nodes that a reading lacks: what becomes of their rows and links, what the run and the change log say of it."""

from collections.abc import Callable
from typing import Any

import pytest
from core.models import ObjectChange
from extras.models import Tag
from utilities.testing.utils import create_test_device

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.runs.events import note_dispatched
from netbox_proxbox.tracking.events import Lost
from tests.readings import cluster_of, metrics_of, numbered
from tests.sync.estate import Estate
from tests.sync.missing_nodes import answer
from tests.sync.statements import statements_of
from tests.sync.ways import on_both_sources
from tests.sync.whole_runs import synced, whole_run

pytestmark = [pytest.mark.django_db, on_both_sources]

type Sync = Callable[[ProxmoxEndpoint], SyncRun]


@pytest.fixture(params=[whole_run, synced], ids=['chord', 'foreground'])
def sync(request: pytest.FixtureRequest) -> Sync:
    """The two ways that a sync goes."""
    way: Sync = request.param
    return way


@pytest.fixture
def known(lab: ProxmoxEndpoint) -> ProxmoxEndpoint:
    """The endpoint, synced once: pve1, pve2 and pve3 are there."""
    assert whole_run(lab).status == 'succeeded'
    return lab


def says(**policy: Any) -> None:
    ProxmoxEndpoint.objects.update(**policy)


def state(name: str) -> tuple[str, int, bool]:
    """Why a node is missing, how many readings lacked it, and whether it is online."""
    node = ProxmoxNode.objects.get(name=name)
    assert (node.missing_since is not None) == node.is_missing
    return node.missing_because, node.missing_readings, node.online


def messages(name: str) -> list[str]:
    """What the change log says of a node, the newest first, without the run."""
    entries = ObjectChange.objects.filter(changed_object_type__model='proxmoxnode', object_repr=name).order_by('-pk')
    return [entry.message.partition(' (sync run')[0] for entry in entries]


def test_a_single_node_that_leaves_is_deleted_in_that_sync(known: ProxmoxEndpoint, estate: Estate, sync: Sync) -> None:
    answer(estate, 1, 2)

    run = sync(known)

    assert (run.status, run.warnings) == ('succeeded', [])
    assert (run.result or {})['nodes'] == {'created': 0, 'updated': 0, 'deleted': 1}
    assert not ProxmoxNode.objects.exclude(missing_because='').exists()


def test_many_at_once_are_held_and_all_else_is_written(known: ProxmoxEndpoint, estate: Estate, sync: Sync) -> None:
    answer(estate, 1)

    run = sync(known)

    assert (run.status, run.error_code, run.warnings) == ('held', 'deletions-held', [])
    assert 'pve2, pve3. More of them were gone at once than the deletion limit' in run.cause
    assert 'Missing Nodes' in run.cure
    assert (run.result or {})['nodes'] == {'created': 0, 'updated': 2, 'deleted': 0}
    assert (state('pve1'), state('pve2')) == (('', 0, True), ('limit', 1, False))
    assert messages('pve2')[0].startswith('Missing in Proxmox, and held, as too many are at once')
    known.refresh_from_db()
    assert known.last_read_at is not None
    assert run.started_at is not None
    assert known.last_read_at >= run.started_at


def test_each_run_says_so_while_a_question_is_open_and_logs_nothing(
    known: ProxmoxEndpoint, estate: Estate, sync: Sync
) -> None:
    answer(estate, 1)
    first = sync(known)
    since = ProxmoxNode.objects.get(name='pve2').missing_since
    ObjectChange.objects.all().delete()

    second = sync(known)

    assert (second.status, second.cause, second.changes) == ('held', first.cause, [])
    assert state('pve2') == ('limit', 2, False)
    assert ProxmoxNode.objects.get(name='pve2').missing_since == since
    assert not ObjectChange.objects.exists()


def test_what_is_back_is_the_same_row_with_its_links(known: ProxmoxEndpoint, estate: Estate, sync: Sync) -> None:
    device = create_test_device('pve2')
    ProxmoxNode.objects.filter(name='pve2').update(netbox_device=device, comments='Ours.')
    row = ProxmoxNode.objects.get(name='pve2')
    answer(estate, 1)
    sync(known)
    answer(estate, 1, 2, 3)

    run = sync(known)

    assert (run.status, run.error_code) == ('succeeded', '')
    back = ProxmoxNode.objects.get(name='pve2')
    assert (back.pk, back.netbox_device, back.comments) == (row.pk, device, 'Ours.')
    assert (state('pve2'), state('pve3')) == (('', 0, True), ('', 0, True))
    assert 'is back' in messages('pve2')[0].lower()


def test_what_was_confirmed_is_deleted_and_the_rest_still_asked(
    known: ProxmoxEndpoint, estate: Estate, sync: Sync
) -> None:
    answer(estate, 1)
    sync(known)
    ProxmoxNode.objects.filter(name='pve2').update(deletion_confirmed=True)

    run = sync(known)

    assert run.status == 'held'
    assert 'pve3' in run.cause
    assert 'pve2' not in run.cause
    assert (run.result or {})['nodes']['deleted'] == 1
    assert not ProxmoxNode.objects.filter(name='pve2').exists()


def test_what_was_confirmed_and_is_back_stays(known: ProxmoxEndpoint, estate: Estate, sync: Sync) -> None:
    answer(estate, 1)
    sync(known)
    ProxmoxNode.objects.filter(name__in=['pve2', 'pve3']).update(deletion_confirmed=True)
    answer(estate, 1, 2)

    assert sync(known).status == 'succeeded'
    assert [node.name for node in ProxmoxNode.objects.all()] == ['pve1', 'pve2']
    assert not ProxmoxNode.objects.get(name='pve2').deletion_confirmed


def test_a_node_is_kept_for_some_readings_if_the_endpoint_says_so(
    known: ProxmoxEndpoint, estate: Estate, sync: Sync
) -> None:
    says(when_node_disappears='keep', keep_readings=3)
    answer(estate, 1, 2)

    first, second = sync(known), sync(known)
    assert (first.status, second.status) == ('succeeded', 'succeeded')
    assert first.warnings == ['Gone from Proxmox, and kept until 3 complete readings lack them: pve3.']
    assert second.warnings == []
    assert state('pve3') == ('rule', 2, False)
    assert messages('pve3')[0].startswith('Missing in Proxmox, and kept for some readings')

    assert (sync(known).result or {})['nodes']['deleted'] == 1


def test_an_incomplete_reading_counts_for_nothing(known: ProxmoxEndpoint, estate: Estate) -> None:
    says(when_node_disappears='keep', keep_readings=2)
    answer(estate, 1, 2)
    whole_run(known)
    answer(estate)
    assert whole_run(known).status == 'failed'
    assert state('pve3') == ('rule', 1, False)


def test_a_tag_protects_until_it_is_taken_away(known: ProxmoxEndpoint, estate: Estate, sync: Sync) -> None:
    node = ProxmoxNode.objects.get(name='pve3')
    node.tags.add(Tag.objects.create(name='Keep', slug='proxbox-keep'))
    answer(estate, 1, 2)

    first, second = sync(known), sync(known)

    assert (first.status, second.status) == ('succeeded', 'succeeded')
    assert first.warnings == ['Gone from Proxmox, and protected by the tag "proxbox-keep": pve3.']
    assert second.warnings == []
    assert state('pve3') == ('tag', 2, False)

    node.tags.clear()
    assert (sync(known).result or {})['nodes']['deleted'] == 1


def test_a_tag_withdraws_what_was_confirmed(known: ProxmoxEndpoint, estate: Estate, sync: Sync) -> None:
    answer(estate, 1)
    sync(known)
    node = ProxmoxNode.objects.get(name='pve2')
    ProxmoxNode.objects.update(deletion_confirmed=True)
    node.tags.add(Tag.objects.create(name='Keep', slug='proxbox-keep'))

    sync(known)

    node.refresh_from_db()
    assert (node.missing_because, node.deletion_confirmed) == ('tag', False)


def test_without_metrics_a_run_is_degraded_and_warns_of_what_is_held(
    known: ProxmoxEndpoint, estate: Estate, sync: Sync
) -> None:
    answer(estate, 1)
    estate.lose_metrics()

    run = sync(known)

    assert run.status == 'degraded'
    assert run.error_code not in ('', 'deletions-held')
    assert any('pve2, pve3' in warning for warning in run.warnings)


def test_lost_events_degrade_a_held_run_and_warn_of_what_is_held(known: ProxmoxEndpoint, estate: Estate) -> None:
    answer(estate, 1)
    run = whole_run(known)
    cause = run.cause

    note_dispatched(run.pk, [Lost('event rule "x"', 'OSError')])

    run.refresh_from_db()
    assert (run.status, run.error_code) == ('degraded', 'events-lost')
    assert cause in run.warnings


def test_the_count_of_readings_ends_with_what_the_column_holds(known: ProxmoxEndpoint, estate: Estate) -> None:
    answer(estate, 1)
    whole_run(known)
    ProxmoxNode.objects.filter(name='pve2').update(missing_readings=32767, missing_because='kept')

    whole_run(known)

    assert state('pve2') == ('kept', 32767, False)


def test_more_missing_nodes_cost_no_more(lab: ProxmoxEndpoint, estate: Estate) -> None:
    def cost(of_nodes: int) -> int:
        names = [node.name for node in numbered(of_nodes)]
        estate.topology, estate.metrics = cluster_of(*numbered(of_nodes)), metrics_of(*names)
        whole_run(lab)
        answer(estate, 1)
        whole_run(lab)
        return len(statements_of(lambda: whole_run(lab)))

    assert cost(3) == cost(30)
