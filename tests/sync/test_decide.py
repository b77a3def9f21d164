"""What people decide of missing nodes: who may, what is noted, and what the next sync makes of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from core.models import ObjectChange
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from users.models import User

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.sync.decide import confirm, keep
from netbox_proxbox.tracking.changelog import tracked
from tests.accounts import grant
from tests.readings import cluster_of, metrics_of, numbered
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend
from tests.sync.estate import Estate
from tests.sync.ways import Way, on_both_sources
from tests.sync.whole_runs import STAGES, synced, whole_run

pytestmark = pytest.mark.usefixtures('committed', 'nobody_starts')

CONFIRMS = 20


@pytest.fixture
def lab(committed: None, server: ScriptedBackend, way: Way, estate: Estate) -> ProxmoxEndpoint:
    """The endpoint, with pve1 there, and pve2 and pve3 held."""
    endpoint = way.endpoint(server)
    synced(endpoint)
    estate.topology, estate.metrics = cluster_of(*numbered(1)), metrics_of('pve1')
    assert synced(endpoint).status == 'held'
    return endpoint


def ids(*names: str) -> list[int]:
    return list(ProxmoxNode.objects.filter(name__in=names).values_list('pk', flat=True))


def confirmed() -> list[str]:
    return [node.name for node in ProxmoxNode.objects.filter(deletion_confirmed=True).order_by('name')]


def kept() -> list[str]:
    return [node.name for node in ProxmoxNode.objects.filter(missing_because='kept').order_by('name')]


def carried_out(run: SyncRun) -> SyncRun:
    """Carry out a run that was requested."""
    SyncRun.objects.filter(pk=run.pk).update(status='running')
    for stage in STAGES:
        stage(run.pk)
    run.refresh_from_db()
    return run


@on_both_sources
def test_all_that_is_held_is_confirmed_and_the_sync_deletes_it(lab: ProxmoxEndpoint, ada: User) -> None:
    run = confirm(lab, None, ada, trigger='api')

    assert (run.status, run.trigger, run.user, confirmed()) == ('queued', 'api', ada, ['pve2', 'pve3'])
    assert carried_out(run).status == 'succeeded'
    assert (run.result or {})['nodes']['deleted'] == 2
    assert [node.name for node in ProxmoxNode.objects.all()] == ['pve1']


def test_only_what_is_chosen_and_held_is_confirmed(lab: ProxmoxEndpoint, ada: User) -> None:
    confirm(lab, ids('pve1', 'pve2'), ada, trigger='api')

    assert confirmed() == ['pve2']


def test_where_nothing_waits_nothing_is_confirmed_and_no_sync_is_asked_for(lab: ProxmoxEndpoint, ada: User) -> None:
    keep(lab, None, ada)

    for nodes in (None, ids('pve1', 'pve2')):
        with pytest.raises(ValidationError, match='None of these nodes waits'):
            confirm(lab, nodes, ada, trigger='api')

    assert not SyncRun.objects.filter(status='queued').exists()


def test_what_was_decided_is_logged_for_the_person(lab: ProxmoxEndpoint, ada: User) -> None:
    run = SyncRun(endpoint=lab)
    with tracked(run.request_id, ada, lambda lost: None):
        confirm(lab, ids('pve2'), ada, trigger='api')
        keep(lab, ids('pve3'), ada)
        keep(lab, ids('pve3'), ada)

    entries = ObjectChange.objects.filter(request_id=run.request_id).order_by('pk')
    assert [(entry.user_name, entry.object_repr, entry.message) for entry in entries] == [
        ('ada', 'pve2', 'Deletion confirmed'),
        ('ada', 'pve3', 'Kept'),
    ]


def test_what_is_kept_stays_until_it_is_back(lab: ProxmoxEndpoint, ada: User, estate: Estate) -> None:
    assert [node.name for node in keep(lab, None, ada)] == ['pve2', 'pve3']

    run = whole_run(lab)
    assert (run.status, run.warnings, kept()) == ('succeeded', [], ['pve2', 'pve3'])
    estate.topology, estate.metrics = cluster_of(*numbered(2)), metrics_of('pve1', 'pve2')
    whole_run(lab)
    assert kept() == ['pve3']


def test_the_last_answer_counts(lab: ProxmoxEndpoint, ada: User) -> None:
    confirm(lab, ids('pve2', 'pve3'), ada, trigger='api')
    keep(lab, ids('pve2'), ada)

    assert (confirmed(), kept()) == (['pve3'], ['pve2'])


def test_a_node_that_is_kept_by_the_setting_can_be_kept_for_good(
    lab: ProxmoxEndpoint, ada: User, estate: Estate
) -> None:
    ProxmoxNode.objects.filter(name='pve2').update(missing_because='rule')

    keep(lab, ids('pve1', 'pve2'), ada)

    assert kept() == ['pve2']


@pytest.mark.parametrize('decide', [confirm, keep])
def test_it_takes_the_permission_to_sync_the_endpoint(lab: ProxmoxEndpoint, decide: Any) -> None:
    user = User.objects.create_user('eve')
    grant(user, ProxmoxNode, 'view', 'change', 'delete')
    grant(user, ProxmoxEndpoint, 'sync', constraints={'name': 'other'})

    with pytest.raises(PermissionDenied, match='sync this endpoint'):
        decide(lab, None, user, **({'trigger': 'api'} if decide is confirm else {}))

    assert (confirmed(), kept()) == ([], [])


def test_confirming_takes_the_permission_to_delete_each_node(lab: ProxmoxEndpoint, bob: User) -> None:
    grant(bob, ProxmoxNode, 'view', 'change')
    grant(bob, ProxmoxNode, 'delete', constraints={'name': 'pve2'}, name='one')

    with pytest.raises(PermissionDenied) as refused:
        confirm(lab, None, bob, trigger='api')

    assert str(refused.value) == 'You may not do this to pve3.'
    assert confirmed() == []
    assert not SyncRun.objects.filter(status='queued').exists()
    confirm(lab, ids('pve2'), bob, trigger='api')
    assert confirmed() == ['pve2']


def test_keeping_takes_the_permission_to_change_each_node(lab: ProxmoxEndpoint, bob: User) -> None:
    grant(bob, ProxmoxNode, 'view', 'delete')

    with pytest.raises(PermissionDenied):
        keep(lab, ids('pve2'), bob)

    assert kept() == []


def test_what_a_user_may_not_see_is_counted_and_not_named(lab: ProxmoxEndpoint, bob: User) -> None:
    grant(bob, ProxmoxNode, 'view', 'delete', constraints={'name': 'pve2'})

    with pytest.raises(PermissionDenied) as of_all:
        confirm(lab, None, bob, trigger='api')
    with pytest.raises(PermissionDenied) as of_one:
        confirm(lab, ids('pve3'), bob, trigger='api')
    with pytest.raises(PermissionDenied) as of_nothing:
        confirm(lab, [2**62], bob, trigger='api')

    words = '1 node is not there, or you may not see it.'
    assert {str(refused.value) for refused in (of_all, of_one, of_nothing)} == {words}


def test_nodes_of_another_endpoint_are_not_reached(lab: ProxmoxEndpoint, ada: User) -> None:
    other = ProxmoxEndpoint.objects.create(name='other', ip_address='192.0.2.7', password='x')
    stranger = ProxmoxNode.objects.create(endpoint=other, name='pve9', missing_because='limit')

    with pytest.raises(PermissionDenied):
        confirm(lab, [stranger.pk], ada, trigger='api')

    assert confirmed() == []


def test_twenty_confirms_at_once_delete_once(lab: ProxmoxEndpoint, ada: User) -> None:
    together, nodes = Barrier(CONFIRMS), ids('pve2', 'pve3')

    def confirm_it(_: int) -> int:
        try:
            together.wait(30)
            return confirm(lab, nodes, ada, trigger='api').pk
        finally:
            connection.close()

    with ThreadPoolExecutor(CONFIRMS) as threads:
        runs = set(threads.map(confirm_it, range(CONFIRMS)))

    assert len(runs) == 1
    assert carried_out(SyncRun.objects.get(pk=runs.pop())).status == 'succeeded'
    deletions = ObjectChange.objects.filter(action='delete', changed_object_type__model='proxmoxnode')
    assert sorted(entry.object_repr for entry in deletions) == ['pve2', 'pve3']
    assert whole_run(lab).status == 'succeeded'
