"""Rows that stay although a person believes a reading without them."""

from collections.abc import Callable, Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.db.models.signals import pre_delete
from extras.models import Tag
from users.models import User

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.sources.records import Topology
from netbox_proxbox.sync.decide_reading import believe
from tests.sync.estate import Estate
from tests.sync.ways import on_both_sources

from .answers import ALONE, ELSEWHERE, answers, keys

pytestmark = pytest.mark.django_db

type Sync = Callable[[ProxmoxEndpoint], SyncRun]


@pytest.fixture
def _refusal() -> Iterator[None]:
    """Another plugin's objects hold the cluster."""

    def refuse(**of_signal: object) -> None:
        raise ProtectedError('The inventory holds it.', set())

    pre_delete.connect(refuse, sender=ProxmoxCluster)
    yield
    pre_delete.disconnect(refuse, sender=ProxmoxCluster)


@on_both_sources
@pytest.mark.parametrize('reading', [ALONE, ELSEWHERE])
def test_what_a_tag_or_a_person_keeps_is_not_deleted_with_what_is_believed(
    tracked: ProxmoxEndpoint, estate: Estate, sync: Sync, ada: User, reading: Topology
) -> None:
    keep = Tag.objects.create(name='Keep', slug='proxbox-keep')
    ProxmoxNode.objects.get(name='pve2').tags.add(keep)
    answers(estate, reading)
    sync(tracked)
    believe(tracked, ada, trigger='api')

    assert sync(tracked).status == 'succeeded'
    assert 'pve2' in keys()
    assert 'pve3' not in keys()


@on_both_sources
def test_a_cluster_that_is_tagged_meanwhile_stays_and_the_run_says_so(
    tracked: ProxmoxEndpoint, estate: Estate, sync: Sync, ada: User
) -> None:
    before = keys()
    answers(estate, ALONE)
    sync(tracked)
    believe(tracked, ada, trigger='api')
    keep = Tag.objects.create(name='Keep', slug='proxbox-keep')
    ProxmoxCluster.objects.get().tags.add(keep)

    run = sync(tracked)

    assert (run.status, run.changes, keys()) == ('held', [], before)
    assert 'the tag "proxbox-keep" protects the cluster "lab-cluster"' in run.cause
    ProxmoxCluster.objects.get().tags.remove(keep)
    assert sync(tracked).status == 'succeeded'


@on_both_sources
@pytest.mark.usefixtures('_refusal')
def test_a_cluster_that_netbox_protects_stays_and_nothing_is_written(
    tracked: ProxmoxEndpoint, estate: Estate, sync: Sync, ada: User
) -> None:
    before = keys()
    answers(estate, ALONE)
    sync(tracked)
    believe(tracked, ada, trigger='api')

    run = sync(tracked)

    assert (run.status, run.changes, keys()) == ('held', [], before)
    assert 'NetBox refuses to delete the cluster "lab-cluster"' in run.cause
    assert ProxmoxNode.objects.filter(proxmox_cluster__name='lab-cluster').count() == 3


@on_both_sources
def test_a_cluster_that_is_tagged_is_not_believed_away(
    tracked: ProxmoxEndpoint, estate: Estate, sync: Sync, ada: User
) -> None:
    answers(estate, ALONE)
    sync(tracked)
    ProxmoxCluster.objects.get().tags.add(Tag.objects.create(name='Keep', slug='proxbox-keep'))

    with pytest.raises(ValidationError, match='protects the cluster lab-cluster'):
        believe(tracked, ada, trigger='api')
