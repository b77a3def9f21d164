"""What a sync makes of a person's decision about a reading that is held."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from core.models import ObjectChange
from extras.models import JournalEntry
from users.models import User

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.sources.records import Topology
from netbox_proxbox.sync.decide_reading import believe, rename
from tests.readings import standalone_host
from tests.sync.estate import Estate
from tests.sync.ways import on_both_sources
from tests.sync.whole_runs import whole_run

from .answers import ALONE, ELSEWHERE, LAB, answers, keys

pytestmark = pytest.mark.django_db

type Sync = Callable[[ProxmoxEndpoint], SyncRun]

NEW_NAMES = {'pve1': 'ams1', 'pve2': 'ams2', 'pve3': 'ams3'}
RENAMED = replace(LAB, nodes=tuple(replace(node, name=NEW_NAMES[node.name]) for node in LAB.nodes))


def question() -> tuple[str, str]:
    endpoint = ProxmoxEndpoint.objects.get()
    return endpoint.held_because, endpoint.held_decision


def deleted(run: SyncRun) -> list[str]:
    return sorted(change['name'] for change in run.changes if change['action'] == 'delete')


@on_both_sources
def test_what_turned_standalone_and_is_believed_costs_the_cluster_and_the_other_nodes(
    tracked: ProxmoxEndpoint, estate: Estate, sync: Sync, ada: User
) -> None:
    before = keys()
    answers(estate, ALONE)
    assert sync(tracked).status == 'held'
    believe(tracked, ada, trigger='api')

    run = sync(tracked)

    assert (run.status, deleted(run)) == ('succeeded', ['lab-cluster', 'pve2', 'pve3'])
    assert (keys(), list(ProxmoxCluster.objects.all())) == ({'pve1': before['pve1']}, [])
    assert ProxmoxNode.objects.filter(proxmox_cluster=None, tags__name='ours').count() == 1
    assert JournalEntry.objects.count() == 1
    assert (ProxmoxEndpoint.objects.get().mode, question()) == ('standalone', ('', ''))
    of_rows = {'changed_object_type__app_label': 'netbox_proxbox', 'action': 'delete'}
    logged = ObjectChange.objects.filter(request_id=run.request_id, **of_rows)
    assert sorted(entry.object_repr for entry in logged) == deleted(run)
    assert sync(tracked).changes == []


@on_both_sources
def test_another_cluster_that_is_believed_is_a_row_of_its_own(
    tracked: ProxmoxEndpoint, estate: Estate, sync: Sync, ada: User
) -> None:
    old = ProxmoxCluster.objects.get().pk
    answers(estate, ELSEWHERE)
    assert sync(tracked).status == 'held'
    believe(tracked, ada, trigger='api')

    run = sync(tracked)

    assert (run.status, deleted(run)) == ('succeeded', ['lab-cluster', 'pve1', 'pve2', 'pve3'])
    cluster = ProxmoxCluster.objects.get()
    assert (cluster.name, cluster.pk != old, cluster.tags.count()) == ('ams', True, 0)
    assert set(ProxmoxNode.objects.values_list('name', 'proxmox_cluster')) == {
        ('ams1', cluster.pk),
        ('ams2', cluster.pk),
    }
    assert sync(tracked).changes == []


@on_both_sources
@pytest.mark.parametrize('version', [4, 3])
def test_an_older_configuration_that_is_believed_changes_the_version(
    tracked: ProxmoxEndpoint, estate: Estate, sync: Sync, ada: User, version: int
) -> None:
    before = keys()
    answers(estate, replace(LAB, version=3))
    assert sync(tracked).status == 'held'
    believe(tracked, ada, trigger='api')
    answers(estate, replace(LAB, version=version))

    run = sync(tracked)

    assert (run.status, keys(), deleted(run)) == ('succeeded', before, [])
    assert (ProxmoxCluster.objects.get().version, question()) == (version, ('', ''))


@on_both_sources
def test_nodes_that_were_renamed_keep_their_rows(
    tracked: ProxmoxEndpoint, estate: Estate, sync: Sync, ada: User
) -> None:
    before = keys()
    answers(estate, replace(RENAMED, name='ams'))
    assert sync(tracked).status == 'held'
    assert ProxmoxEndpoint.objects.get().held_reading['renames'] == NEW_NAMES
    rename(tracked, ada, trigger='api')

    run = sync(tracked)

    assert (run.status, deleted(run)) == ('succeeded', [])
    assert keys() == {NEW_NAMES[name]: pk for name, pk in before.items()}
    assert ProxmoxNode.objects.filter(tags__name='ours', proxmox_cluster__name='ams').count() == 3
    messages = ObjectChange.objects.filter(request_id=run.request_id, object_repr='ams1').values_list('message')
    assert ('Renamed from "pve1"',) in [(text[:19],) for (text,) in messages]
    assert (question(), sync(tracked).changes) == (('', ''), [])


def test_a_host_that_was_renamed_keeps_its_row(lab: ProxmoxEndpoint, estate: Estate, sync: Sync, ada: User) -> None:
    answers(estate, standalone_host('backup01'))
    whole_run(lab)
    before = keys()
    answers(estate, standalone_host('backup02'))
    assert sync(lab).status == 'held'
    rename(lab, ada, trigger='api')

    assert (sync(lab).status, keys()) == ('succeeded', {'backup02': before['backup01']})


@on_both_sources
@pytest.mark.parametrize('meanwhile', [ELSEWHERE, replace(ALONE, name='pve2', nodes=LAB.nodes[1:2])])
def test_another_reading_is_another_question(
    tracked: ProxmoxEndpoint, estate: Estate, sync: Sync, ada: User, meanwhile: Topology
) -> None:
    before = keys()
    answers(estate, ALONE)
    sync(tracked)
    believe(tracked, ada, trigger='api')
    asked = ProxmoxEndpoint.objects.get().held_since
    answers(estate, meanwhile)

    run = sync(tracked)

    assert (run.status, keys()) == ('held', before)
    endpoint = ProxmoxEndpoint.objects.get()
    assert (endpoint.held_decision, endpoint.held_reading['name']) == ('', meanwhile.name)
    assert endpoint.held_since is not None
    assert asked is not None
    assert endpoint.held_since > asked


@on_both_sources
def test_the_same_question_is_asked_once_and_goes_with_what_is_believed(
    tracked: ProxmoxEndpoint, estate: Estate, sync: Sync
) -> None:
    read_at = tracked.last_read_at
    answers(estate, ALONE)
    sync(tracked)
    first = ProxmoxEndpoint.objects.get()
    sync(tracked)
    second = ProxmoxEndpoint.objects.get()

    assert (second.held_since, second.last_read_at) == (first.held_since, read_at)
    assert second.held_since is not None
    answers(estate, LAB)
    assert sync(tracked).status == 'succeeded'
    assert (question(), ProxmoxEndpoint.objects.get().held_reading) == (('', ''), {})
