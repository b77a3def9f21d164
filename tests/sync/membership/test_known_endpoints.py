"""A member that answers for something else than its cluster: nothing is written or deleted, whoever asks for the sync.

What people decide by hand is taken by the next sync.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from extras.models import JournalEntry

from netbox_proxbox.choices import MissingChoices
from netbox_proxbox.errors import ReadingHeld
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.sources.records import Topology
from netbox_proxbox.sync.foreground import preview_in_foreground
from tests.readings import cluster_of, standalone_host
from tests.sources.proxbox_api.scripted_backend import Reply, captured_reply
from tests.sync.estate import CONFIGURED_MEMBERS, Estate
from tests.sync.ways import on_both_sources
from tests.sync.whole_runs import whole_run

from .answers import ALONE, FAILS, LAB, NO_SUCH_ROUTE, answers

pytestmark = pytest.mark.django_db


def everything() -> list[Any]:
    """All that NetBox holds of clusters and nodes, and what people wrote about them."""
    models = (ProxmoxCluster, ProxmoxNode, JournalEntry)
    return [list(model.objects.order_by('pk').values()) for model in models]


def confirm_all() -> None:
    """Answer what is held as a person does who wants the nodes gone."""
    ProxmoxNode.objects.filter(missing_because__in=MissingChoices.HELD).update(deletion_confirmed=True)


@on_both_sources
def test_a_member_without_corosync_is_an_incomplete_reading(
    tracked: ProxmoxEndpoint, estate: Estate, sync: Callable[[ProxmoxEndpoint], SyncRun]
) -> None:
    before = everything()
    answers(estate, ALONE, 'pve1', 'pve2', 'pve3')

    run = sync(tracked)

    assert (run.status, run.error_code, run.changes) == ('failed', 'reading-incomplete', [])
    assert 'corosync does not run on the member that answered' in run.cause
    assert run.cause.endswith('Members in its corosync.conf: 3.')
    assert 'Start corosync' in run.cure
    assert everything() == before

    answers(estate, LAB)
    assert sync(tracked).status == 'succeeded'
    assert ProxmoxNode.objects.filter(tags__name='ours').count() == 3


@pytest.mark.parametrize('reply', [None, NO_SUCH_ROUTE, FAILS, Reply(body={'data': None}), Reply(body=['pve1'])])
def test_what_proves_nothing_is_refused_until_a_person_deletes_the_cluster(
    tracked: ProxmoxEndpoint, estate: Estate, sync: Callable[[ProxmoxEndpoint], SyncRun], reply: Reply | None
) -> None:
    before = everything()
    answers(estate, ALONE)
    if reply is not None:
        estate.failing[CONFIGURED_MEMBERS] = reply

    run = sync(tracked)

    assert (run.status, run.error_code, run.changes) == ('held', 'turned-standalone', [])
    assert 'choose "Believe it" on the page of endpoint "lab"' in run.cure
    assert ProxmoxEndpoint.objects.get().held_because == run.error_code
    assert everything() == before

    ProxmoxCluster.objects.get().delete()
    assert ProxmoxNode.objects.filter(proxmox_cluster=None).count() == 3
    held = sync(tracked)
    assert (held.status, held.error_code) == ('held', 'deletions-held')
    assert ProxmoxNode.objects.filter(tags__name='ours').count() == 3

    confirm_all()
    assert (sync(tracked).result or {})['nodes'] == {'created': 0, 'updated': 0, 'deleted': 2}
    assert [node.name for node in ProxmoxNode.objects.filter(tags__name='ours')] == ['pve1']
    assert ProxmoxEndpoint.objects.get().mode == 'standalone'


def test_a_backend_that_fails_meanwhile_is_the_cause(tracked: ProxmoxEndpoint, estate: Estate) -> None:
    before = everything()
    answers(estate, ALONE)
    estate.failing[CONFIGURED_MEMBERS] = captured_reply('wrong_key_1')

    assert whole_run(tracked).error_code == 'backend-key-refused'
    assert everything() == before


@on_both_sources
@pytest.mark.parametrize(
    ('topology', 'code'),
    [
        (cluster_of('ams1', 'ams2', name='ams', version=9), 'nothing-in-common'),
        (cluster_of('new1', 'new2', 'new3', version=9), 'nothing-in-common'),
        (replace(LAB, version=4), 'older-configuration'),
        (replace(LAB, version=1, name='fresh'), 'older-configuration'),
    ],
)
def test_a_cluster_that_cannot_be_the_known_one_is_refused_until_a_person_deletes_that(
    tracked: ProxmoxEndpoint,
    estate: Estate,
    sync: Callable[[ProxmoxEndpoint], SyncRun],
    topology: Topology,
    code: str,
) -> None:
    before = everything()
    answers(estate, topology)

    run = sync(tracked)

    assert (run.status, run.error_code, run.changes) == ('held', code, [])
    assert 'choose "Believe it" on the page of endpoint "lab"' in run.cure
    assert ProxmoxEndpoint.objects.get().held_because == run.error_code
    assert everything() == before

    ProxmoxCluster.objects.get().delete()
    if sync(tracked).status == 'held':
        confirm_all()
        assert sync(tracked).status == 'succeeded'
    assert (ProxmoxCluster.objects.get().name, ProxmoxCluster.objects.get().version) == (
        topology.name,
        topology.version,
    )
    assert {node.name for node in ProxmoxNode.objects.all()} == {node.name for node in topology.nodes}
    assert set(ProxmoxNode.objects.values_list('proxmox_cluster__name', flat=True)) == {topology.name}


@on_both_sources
@pytest.mark.parametrize('topology', [ALONE, cluster_of('ams1'), replace(LAB, version=4)])
def test_a_preview_refuses_too(tracked: ProxmoxEndpoint, estate: Estate, topology: Topology) -> None:
    answers(estate, topology)

    with pytest.raises(ReadingHeld):
        preview_in_foreground(tracked, 'command')
    assert ProxmoxEndpoint.objects.get().held_because == ''


@on_both_sources
@pytest.mark.parametrize('topology', [standalone_host('backup02'), cluster_of('ams1', 'ams2')])
def test_a_standalone_host_does_not_turn_into_another_until_a_person_deletes_it(
    lab: ProxmoxEndpoint, estate: Estate, sync: Callable[[ProxmoxEndpoint], SyncRun], topology: Topology
) -> None:
    answers(estate, standalone_host('backup01'))
    assert whole_run(lab).status == 'succeeded'
    before = everything()
    answers(estate, topology)

    run = sync(lab)

    assert (run.status, run.error_code) == ('held', 'nothing-in-common')
    assert 'choose "Believe it" on the page of endpoint "lab"' in run.cure
    assert everything() == before

    ProxmoxNode.objects.get().delete()
    assert sync(lab).status == 'succeeded'
