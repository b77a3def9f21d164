"""What ProxBox keeps is in main, with its links and tags, whatever is done in a branch."""

from itertools import count

import pytest
from psycopg import sql

from tests.integration.netbox import PLUGIN

from .scene import Branch, Scene

pytestmark = pytest.mark.integration

MIGRATE = """
from netbox_branching.models import Branch
from users.models import User

branch = Branch.objects.get(schema_id='{schema}')
assert {{app for app, name in branch.pending_migrations}} == {{'netbox_proxbox'}}
branch.migrate(user=User.objects.get(username='admin'))
assert not Branch.objects.get(pk=branch.pk).pending_migrations
"""
SCRIPT = """
from dcim.models import Device
from netbox_branching.models import Branch
from netbox_branching.utilities import activate_branch
from netbox_proxbox.models import ProxmoxNode
from utilities.exceptions import AbortRequest

node = ProxmoxNode.objects.get(pk={node})
with activate_branch(Branch.objects.get(schema_id='{schema}')):
    Device.objects.get(pk=node.netbox_device_id).delete()
    node.netbox_device = Device.objects.first()
    try:
        node.save()
    except AbortRequest as refusal:
        assert 'deactivate the branch' in refusal.message
    else:
        raise AssertionError('the link was saved')
    node.refresh_from_db()
    assert node.netbox_device_id == {device}
"""
_numbers = count(1)


def first_node(scene: Scene, endpoint: int) -> int:
    return int(scene.netbox.find(f'{PLUGIN}/nodes/', endpoint_id=endpoint)[0]['id'])


def test_a_device_that_is_deleted_in_a_branch_stays_linked_until_the_merge(scene: Scene, synced: int) -> None:
    node, device = first_node(scene, synced), scene.add_device(scene.netbox)
    scene.netbox.patch(f'{PLUGIN}/nodes/{node}/', netbox_device=device)
    branch = scene.new_branch()

    branch.netbox.delete(f'/api/dcim/devices/{device}/')
    assert scene.netbox.get(f'{PLUGIN}/nodes/{node}/')['netbox_device']['id'] == device
    branch.merge()

    assert scene.netbox.get(f'{PLUGIN}/nodes/{node}/')['netbox_device'] is None
    changes = scene.netbox.find('/api/core/object-changes/', changed_object_type='netbox_proxbox.proxmoxnode')
    cleared = [change for change in changes if (change['postchange_data'] or {}).get('netbox_device') is None]
    assert [change['changed_object_id'] for change in cleared if change['action']['value'] == 'update'] == [node]


def test_a_script_in_a_branch_changes_no_link(scene: Scene, synced: int) -> None:
    node, device = first_node(scene, synced), scene.add_device(scene.netbox)
    scene.add_device(scene.netbox)
    scene.netbox.patch(f'{PLUGIN}/nodes/{node}/', netbox_device=device)
    branch = scene.new_branch()

    scene.stack.site.run_netbox('shell', '--command', SCRIPT.format(node=node, device=device, schema=branch.schema))


def test_a_device_that_only_the_branch_has_is_no_choice(scene: Scene, branch: Branch, synced: int) -> None:
    device = scene.add_device(branch.netbox)

    answer = branch.netbox.attempt(
        'PATCH', f'{PLUGIN}/nodes/{first_node(scene, synced)}/', json={'netbox_device': device}
    )

    assert answer.status_code == 400
    assert 'netbox_device' in answer.json()


def test_tags_that_are_added_in_a_branch_are_those_of_main(scene: Scene, branch: Branch, synced: int) -> None:
    tag = {'name': f'tag {next(_numbers)}', 'slug': f'tag-{next(_numbers)}'}
    scene.netbox.post('/api/extras/tags/', tag)

    branch.netbox.patch(f'{PLUGIN}/endpoints/{synced}/', tags=[{'name': tag['name']}])

    assert [found['name'] for found in scene.netbox.get(f'{PLUGIN}/endpoints/{synced}/')['tags']] == [tag['name']]


def test_a_branch_that_is_older_than_the_plugin_can_be_migrated(scene: Scene) -> None:
    branch = scene.new_branch()
    with scene.stack.foundations.postgres.connect(scene.stack.site.database) as database:
        forget = sql.SQL("DELETE FROM {} WHERE app = 'netbox_proxbox'")
        database.execute(forget.format(sql.Identifier(f'branch_{branch.schema}', 'django_migrations')))

    scene.stack.site.run_netbox('shell', '--command', MIGRATE.format(schema=branch.schema))
