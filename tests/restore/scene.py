"""A cluster of which a sync has deleted a node that people had cared about."""

from dataclasses import dataclass

import pytest
from core.models import ObjectType
from dcim.models import Device
from extras.models import CustomField, JournalEntry, Tag
from users.models import User
from utilities.testing import create_test_device

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from tests.sync.estate import Estate
from tests.sync.missing_nodes import answer
from tests.sync.whole_runs import synced

__all__ = ('Scene', 'scene')


@dataclass
class Scene:
    """The endpoint, the run that deleted pve2, and what pve2 was."""

    endpoint: ProxmoxEndpoint
    run: SyncRun
    node: ProxmoxNode
    device: Device
    entry: JournalEntry


@pytest.fixture
def scene(lab: ProxmoxEndpoint, estate: Estate, ada: User) -> Scene:
    """Three nodes; pve2 has all that people can give it, and then Proxmox VE lacks it."""
    synced(lab)
    node = ProxmoxNode.objects.get(name='pve2')
    device = cared_about(node)
    entry = JournalEntry.objects.create(assigned_object=node, created_by=ada, comments='Fans replaced')
    entry.tags.add(Tag.objects.get(slug='core'))
    entry.refresh_from_db()
    node.refresh_from_db()
    answer(estate, 1, 3)
    run = synced(lab)
    assert not ProxmoxNode.objects.filter(pk=node.pk).exists()
    return Scene(lab, run, node, device, entry)


def cared_about(node: ProxmoxNode) -> Device:
    """Give a node a link, tags, a custom field, a description and comments, and return the device."""
    field = CustomField.objects.create(name='rack_unit', type='integer')
    field.object_types.add(ObjectType.objects.get_for_model(ProxmoxNode))
    device: Device = create_test_device('dc1-pve2')
    node.netbox_device, node.description, node.comments = device, 'The second', 'Bought in 2024'
    node.custom_field_data = {'rack_unit': 7}
    node.save()
    node.tags.add(*(Tag.objects.create(name=name, slug=name) for name in ('core', 'lab')))
    return device
