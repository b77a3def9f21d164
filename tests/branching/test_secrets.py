"""A merge replays the change log, which has masks: secrets must never come from there."""

import pytest

from tests.integration.instant_backend import InstantBackend
from tests.integration.netbox import PLUGIN

from .scene import TOKEN, Branch, Scene

pytestmark = pytest.mark.integration

REPLAY = """
from django.core.exceptions import ValidationError
from netbox_branching.models import Branch, ObjectChange
from netbox_proxbox.models import ProxmoxEndpoint

changes = ObjectChange.objects.filter(changed_object_type__model='proxmoxendpoint', changed_object_id={endpoint})
change = changes.order_by('pk').last()
assert change.postchange_data['token_value'] == '***CHANGED***'
try:
    change.apply(Branch.objects.get(schema_id='{schema}'))
except ValidationError as refusal:
    assert 'only the mask' in str(refusal.message_dict['token_value'])
else:
    raise AssertionError('the mask was merged')
assert ProxmoxEndpoint.objects.get(pk={endpoint}).token_value.reveal() == '{token}'
"""


def test_what_is_entered_in_a_branch_works_after_the_merge(scene: Scene, backend: InstantBackend, synced: int) -> None:
    branch = scene.new_branch()
    known = scene.add_backend(branch.netbox, backend)
    endpoint = scene.add_endpoint(branch.netbox, known)
    scene.add_device(branch.netbox)
    branch.merge()

    assert scene.netbox.sync(endpoint).outcome == ('succeeded', '')


def test_a_key_that_is_replaced_in_a_branch_works_after_the_merge(
    scene: Scene, backend: InstantBackend, synced: int
) -> None:
    branch = scene.new_branch()
    known = scene.netbox.get(f'{PLUGIN}/endpoints/{synced}/')['backend']['id']
    branch.netbox.patch(f'{PLUGIN}/backends/{known}/', api_key=backend.api_key, description='a new key')
    scene.add_device(branch.netbox)
    branch.merge()

    assert scene.netbox.get(f'{PLUGIN}/backends/{known}/')['description'] == 'a new key'
    assert scene.netbox.sync(synced).outcome == ('succeeded', '')


def test_what_is_entered_in_a_branch_is_in_main_at_once(scene: Scene, branch: Branch, backend: InstantBackend) -> None:
    known = scene.add_backend(branch.netbox, backend)

    endpoint = scene.netbox.get(f'{PLUGIN}/endpoints/{scene.add_endpoint(branch.netbox, known)}/')

    assert endpoint['sync_interval'] == {'every': 1, 'period': 'days'}
    assert endpoint['overdue_at']


def test_a_branch_that_holds_a_mask_is_refused(scene: Scene, branch: Branch, synced: int) -> None:
    scene.netbox.patch(f'{PLUGIN}/endpoints/{synced}/', token_value=TOKEN)

    replay = REPLAY.format(endpoint=synced, schema=branch.schema, token=TOKEN)
    scene.stack.site.run_netbox('shell', '--command', replay)
