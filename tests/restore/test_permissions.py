"""Who may restore: what it takes, what becomes of the rest, and that nothing is told of what was undone."""

import pytest
from core.models import ObjectChange
from extras.models import JournalEntry
from users.models import User

from netbox_proxbox.models import ProxmoxNode
from tests.accounts import grant

from .restoring import left_out, lost, names, restored
from .scene import Scene

pytestmark = pytest.mark.django_db


def test_it_takes_the_permission_to_add(scene: Scene, bob: User) -> None:
    grant(bob, ProxmoxNode, 'view', 'change', 'delete')

    assert left_out(restored(scene.run, bob)) == {'pve2': 'You do not have the permission to add Proxmox nodes.'}


@pytest.mark.parametrize(
    'constraints', [{'name': 'pve1'}, {'comments': ''}, {'tags__name': 'other'}, {'netbox_device': None}]
)
def test_the_row_must_be_one_that_they_may_add(scene: Scene, bob: User, constraints: dict[str, object]) -> None:
    grant(bob, ProxmoxNode, 'add', constraints=constraints)
    grant(bob, JournalEntry, 'add')
    entries = ObjectChange.objects.count()

    assert left_out(restored(scene.run, bob)) == {'pve2': 'You do not have the permission to do this.'}
    assert not ProxmoxNode.objects.filter(name='pve2').exists()
    assert (ObjectChange.objects.count(), JournalEntry.objects.count()) == (entries, 0)


def test_constraints_that_it_meets_let_it_through(scene: Scene, bob: User) -> None:
    grant(bob, ProxmoxNode, 'add', constraints={'tags__name': 'core', 'netbox_device__name': 'dc1-pve2'})

    assert names(restored(scene.run, bob).restored) == ['pve2']


def test_journal_entries_that_they_may_not_add_are_counted(scene: Scene, bob: User) -> None:
    grant(bob, ProxmoxNode, 'add')

    outcome = restored(scene.run, bob)

    assert lost(outcome.restored) == ['One journal entry: you do not have the permission to add it.']
    assert not JournalEntry.objects.exists()


def test_constraints_on_journal_entries_count_too(scene: Scene, bob: User) -> None:
    grant(bob, ProxmoxNode, 'add')
    grant(bob, JournalEntry, 'add', constraints={'kind': 'danger'})

    outcome = restored(scene.run, bob)

    assert lost(outcome.restored) == ['One journal entry that you may not add.']
    assert not JournalEntry.objects.exists()
    assert ProxmoxNode.objects.filter(name='pve2').exists()
