"""What people decide of a reading that is held: who may, of which question, and how often it is carried out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from core.models import ObjectChange
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from users.models import User

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.runs import end
from netbox_proxbox.runs.hold import hold
from netbox_proxbox.sync.consequences import consequences
from netbox_proxbox.sync.decide_reading import believe, rename
from netbox_proxbox.tracking.changelog import tracked
from tests.accounts import grant
from tests.readings import cluster_of, metrics_of, standalone_host
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend
from tests.sync.estate import Estate
from tests.sync.ways import Way, on_both_sources
from tests.sync.whole_runs import STAGES, synced, whole_run

pytestmark = pytest.mark.usefixtures('committed', 'nobody_starts')

BELIEVES = 20


@pytest.fixture
def lab(committed: None, server: ScriptedBackend, way: Way, estate: Estate) -> ProxmoxEndpoint:
    """The endpoint of a cluster, which answers as one standalone host."""
    endpoint = way.endpoint(server)
    synced(endpoint)
    estate.topology, estate.metrics = standalone_host('pve1'), metrics_of('pve1')
    assert synced(endpoint).status == 'held'
    return endpoint


def held(endpoint: ProxmoxEndpoint) -> ProxmoxEndpoint:
    return ProxmoxEndpoint.objects.get(pk=endpoint.pk)


def again(user: User) -> User:
    """The user of a later request: one request looks up permissions once."""
    found: User = User.objects.get(pk=user.pk)
    return found


def nothing_is_decided(endpoint: ProxmoxEndpoint) -> bool:
    return held(endpoint).held_decision == '' and not SyncRun.objects.filter(status='queued').exists()


def test_a_decision_asks_for_a_sync_and_is_logged_for_the_person(lab: ProxmoxEndpoint, ada: User) -> None:
    run = SyncRun(endpoint=lab)
    with tracked(run.request_id, ada, lambda lost: None):
        found = believe(lab, ada, trigger='api')
        believe(lab, ada, trigger='api')

    assert (found.status, found.trigger, found.user, held(lab).held_decision) == ('queued', 'api', ada, 'believe')
    (entry,) = ObjectChange.objects.filter(request_id=run.request_id)
    assert (entry.user_name, entry.message) == ('ada', 'The held reading of "pve1" is believed')


def test_where_nothing_is_held_nothing_is_decided(lab: ProxmoxEndpoint, ada: User, estate: Estate) -> None:
    estate.topology, estate.metrics = cluster_of('pve1'), metrics_of('pve1')
    lab.nodes.exclude(name='pve1').delete()
    assert synced(lab).status == 'succeeded'

    for decide in (believe, rename):
        with pytest.raises(ValidationError, match='No reading of this endpoint waits'):
            decide(lab, ada, trigger='api')
    assert nothing_is_decided(lab)


def test_what_shows_no_rename_is_none(lab: ProxmoxEndpoint, ada: User) -> None:
    with pytest.raises(ValidationError, match='which known node'):
        rename(lab, ada, trigger='api')

    assert nothing_is_decided(lab)


def test_a_question_that_has_changed_is_not_answered(lab: ProxmoxEndpoint, ada: User) -> None:
    asked = held(lab)
    assert asked.held_since is not None
    shown = consequences(asked, 'believe').digest(asked)
    ProxmoxNode.objects.create(endpoint=lab, name='by-hand')

    for question in ({'held_since': asked.held_since - timedelta(seconds=1)}, {'shown': shown}):
        with pytest.raises(ValidationError, match='has changed meanwhile'):
            believe(lab, ada, trigger='api', **question)
    assert nothing_is_decided(lab)
    believe(lab, ada, trigger='api', held_since=asked.held_since)


def test_it_takes_the_permission_to_sync_the_endpoint(lab: ProxmoxEndpoint) -> None:
    user = User.objects.create_user('eve')
    grant(user, ProxmoxNode, 'view', 'change', 'delete')
    grant(user, ProxmoxCluster, 'view', 'change', 'delete')

    with pytest.raises(PermissionDenied, match='sync this endpoint'):
        believe(lab, user, trigger='api')
    assert nothing_is_decided(lab)


def test_believing_takes_the_permission_to_delete_each_row_that_goes(lab: ProxmoxEndpoint, bob: User) -> None:
    grant(bob, ProxmoxNode, 'view')
    grant(bob, ProxmoxNode, 'delete', constraints={'name': 'pve2'}, name='one')

    with pytest.raises(PermissionDenied) as refused:
        believe(lab, bob, trigger='api')
    assert str(refused.value) == 'You may not do this to pve3. It takes 1 row that you may not see.'

    grant(bob, ProxmoxNode, 'delete', constraints={'name': 'pve3'}, name='other')
    grant(bob, ProxmoxCluster, 'delete')
    assert nothing_is_decided(lab)
    believe(lab, again(bob), trigger='api')
    assert held(lab).held_decision == 'believe'


def test_a_rename_takes_the_permission_to_change_each_node(lab: ProxmoxEndpoint, bob: User, estate: Estate) -> None:
    held(lab).nodes.exclude(name='pve1').delete()
    estate.topology, estate.metrics = cluster_of('ams1'), metrics_of('ams1')
    assert synced(lab).error_code == 'nothing-in-common'

    with pytest.raises(PermissionDenied):
        rename(lab, bob, trigger='api')
    grant(bob, ProxmoxNode, 'change')
    rename(lab, again(bob), trigger='api')
    assert held(lab).held_decision == 'rename'


@on_both_sources
def test_nodes_that_came_after_the_decision_were_not_confirmed(lab: ProxmoxEndpoint, ada: User, estate: Estate) -> None:
    believe(lab, ada, trigger='api')
    for name in ('pve8', 'pve9'):
        ProxmoxNode.objects.create(endpoint=lab, name=name)

    SyncRun.objects.filter(status='queued').delete()
    assert whole_run(lab).status == 'held'
    assert set(lab.nodes.filter(missing_because='limit').values_list('name', flat=True)) == {'pve8', 'pve9'}


def test_who_decides_while_a_run_ends_as_held_gets_another_run(
    lab: ProxmoxEndpoint, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decided_meanwhile(*args: Any) -> bool:
        monkeypatch.setattr(end, 'hold', hold)
        ProxmoxEndpoint.objects.filter(pk=lab.pk).update(held_decision='believe')
        return hold(*args)

    monkeypatch.setattr(end, 'hold', decided_meanwhile)

    run = whole_run(lab)

    assert run.status == 'held'
    assert SyncRun.objects.filter(pk__gt=run.pk).count() == 1


@on_both_sources
def test_twenty_decisions_at_once_delete_once(lab: ProxmoxEndpoint, ada: User) -> None:
    together = Barrier(BELIEVES)

    def decide(_: int) -> int:
        try:
            together.wait(30)
            return believe(lab, ada, trigger='api').pk
        finally:
            connection.close()

    with ThreadPoolExecutor(BELIEVES) as threads:
        runs = set(threads.map(decide, range(BELIEVES)))

    assert len(runs) == 1
    SyncRun.objects.filter(pk__in=runs).update(status='running')
    for stage in STAGES:
        stage(next(iter(runs)))
    deletions = ObjectChange.objects.filter(action='delete', changed_object_type__app_label='netbox_proxbox')
    assert sorted(entry.object_repr for entry in deletions) == ['lab-cluster', 'pve2', 'pve3']
    assert whole_run(lab).status == 'succeeded'
