"""What people decide, and other releases do, between the reading of a run and its deletions."""

import pytest
from extras.models import Tag
from users.models import User

from netbox_proxbox import stages
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.sync.decide import confirm
from tests.sync.estate import Estate
from tests.sync.missing_nodes import answer
from tests.sync.ways import on_both_sources
from tests.sync.whole_runs import STAGES, started, whole_run

pytestmark = [pytest.mark.django_db, on_both_sources]


@pytest.fixture
def known(lab: ProxmoxEndpoint) -> ProxmoxEndpoint:
    """The endpoint, synced once: pve1, pve2 and pve3 are there."""
    assert whole_run(lab).status == 'succeeded'
    return lab


@pytest.mark.parametrize('executed_before', [2, 3], ids=['before it is judged', 'after it was judged'])
def test_what_is_confirmed_between_reading_and_deleting_is_read_again(
    known: ProxmoxEndpoint, estate: Estate, executed_before: int
) -> None:
    answer(estate, 1)
    whole_run(known)
    run = started(known)
    in_order = (stages.fetch_cluster, stages.fetch_nodes, stages.reconcile, stages.prune)
    for stage in in_order[:executed_before]:
        stage.execute(run.pk)
    node = ProxmoxNode.objects.get(name='pve2')
    assert confirm(known, [node.pk], User.objects.create_superuser('ada'), trigger='manual') == run
    ProxmoxNode.objects.filter(name='pve3').update(missing_because='kept')

    for stage in in_order[executed_before:]:
        stage.execute(run.pk)

    run.refresh_from_db()
    assert run.status == 'held'
    assert [node.name for node in ProxmoxNode.objects.all()] == ['pve1', 'pve2', 'pve3']
    (following,) = SyncRun.objects.filter(endpoint=known, status__in=['queued', 'running'])
    assert following.trigger == run.trigger
    answer(estate, 1, 2)
    SyncRun.objects.filter(pk=following.pk).update(status='running')
    for carry_out in STAGES:
        carry_out(following.pk)
    assert [(node.name, node.missing_because) for node in ProxmoxNode.objects.all()] == [
        ('pve1', ''),
        ('pve2', ''),
        ('pve3', 'kept'),
    ]


@pytest.mark.parametrize('protect', ['tag', 'keep'])
def test_what_is_protected_between_reading_and_deleting_stays(
    known: ProxmoxEndpoint, estate: Estate, protect: str
) -> None:
    answer(estate, 1)
    whole_run(known)
    ProxmoxNode.objects.filter(name__in=['pve2', 'pve3']).update(deletion_confirmed=True)
    run = started(known)
    for stage in (stages.fetch_cluster, stages.fetch_nodes, stages.reconcile):
        stage.execute(run.pk)
    if protect == 'tag':
        ProxmoxNode.objects.get(name='pve2').tags.add(Tag.objects.create(name='Keep', slug='proxbox-keep'))
    else:
        ProxmoxNode.objects.filter(name='pve2').update(missing_because='kept', deletion_confirmed=False)

    stages.prune.execute(run.pk)

    assert [node.name for node in ProxmoxNode.objects.all()] == ['pve1', 'pve2']


def test_what_the_previous_release_reconciled_is_judged_by_the_next_run(known: ProxmoxEndpoint, estate: Estate) -> None:
    answer(estate, 1, 2)
    run = started(known)
    for stage in (stages.fetch_cluster, stages.fetch_nodes, stages.reconcile):
        stage.execute(run.pk)
    absent = [ProxmoxNode.objects.get(name='pve3').pk]
    SyncRun.objects.filter(pk=run.pk).update(readings={'reconcile': {'mode': 'cluster', 'absent': absent}})

    stages.prune.execute(run.pk)

    run.refresh_from_db()
    assert (run.status, run.error_code) == ('succeeded', '')
    assert ProxmoxNode.objects.filter(name='pve3').exists()
    assert whole_run(known).status == 'succeeded'
    assert not ProxmoxNode.objects.filter(name='pve3').exists()
