"""People work on the same rows while a sync is under way: nothing of theirs is lost, and the sync ends well."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.integration.endpoints import Endpoints
from tests.integration.instant_backend import InstantBackend
from tests.integration.netbox import PLUGIN, NetBox

from .breakpoints import Breakpoints
from .database import Content
from .scene import Scene

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures('breakpoints')]

OF_A_PERSON = ('description', 'comments', 'tags', 'netbox_device')


@pytest.fixture(scope='module')
def device(scene: Scene) -> Iterator[int]:
    """Something in NetBox to link a node to."""
    netbox, made = scene.services.netbox, []

    def make(path: str, **content: Any) -> int:
        made.append(f'{path}{netbox.post(path, content)["id"]}/')
        return int(made[-1].split('/')[-2])

    named = {'name': 'Guarantees', 'slug': 'guarantees'}
    make('/api/extras/tags/', **named)
    maker, role, site = (make(f'/api/dcim/{kind}/', **named) for kind in ('manufacturers', 'device-roles', 'sites'))
    kind = make('/api/dcim/device-types/', manufacturer=maker, model='Guarantees', slug='guarantees')
    yield make('/api/dcim/devices/', name='pve2', device_type=kind, role=role, site=site)
    for path in reversed(made):
        netbox.delete(path)


def edit(scene: Scene, description: str, device: int) -> None:
    """Do what people do to a node in its form."""
    node = scene.services.netbox.rows(scene.endpoint).nodes['pve2']
    content = {'tags': [{'slug': 'guarantees'}], 'netbox_device': device, 'comments': 'By hand'}
    scene.services.netbox.patch(f'{PLUGIN}/nodes/{node["id"]}/', description=description, **content)


def check_what_the_person_did(scene: Scene, description: str, device: int) -> None:
    node = scene.services.netbox.rows(scene.endpoint).nodes['pve2']
    assert (node['description'], node['comments']) == (description, 'By hand')
    assert [tag['slug'] for tag in node['tags']] == ['guarantees']
    assert node['netbox_device']['id'] == device


@pytest.mark.parametrize('point', ['after-fetch_cluster', 'before-reconcile', 'before-prune'])
def test_an_edit_between_two_stages_stays(scene: Scene, device: int, point: str) -> None:
    run_id, halted = scene.halted_at(point)
    edit(scene, point, device)
    halted.go_on()
    assert scene.ended(run_id).status == 'succeeded'
    check_what_the_person_did(scene, point, device)
    scene.check_that_it_is_in_step()


@pytest.mark.parametrize('point', ['writing-reconcile', 'commit-reconcile', 'writing-prune', 'commit-prune'])
def test_an_edit_during_a_write_waits_for_it_and_stays(scene: Scene, device: int, point: str) -> None:
    run_id, halted = scene.halted_at(point)
    with ThreadPoolExecutor(1) as pool:
        editing = pool.submit(edit, scene, point, device)
        halted.go_on()
        editing.result()
    assert scene.ended(run_id).status == 'succeeded'
    check_what_the_person_did(scene, point, device)
    scene.check_that_it_is_in_step()


@pytest.mark.parametrize('point', ['before-fetch_nodes', 'before-reconcile', 'writing-reconcile', 'commit-reconcile'])
def test_an_endpoint_is_deleted_at_any_point(
    netbox: NetBox, endpoints: Endpoints, instant: InstantBackend, scene: Scene, breakpoints: Breakpoints, point: str
) -> None:
    doomed = endpoints.add('lab', endpoints.add_backend('instant', instant.url, instant.api_key))
    scene.arm(point)
    netbox.request_sync(doomed)
    halted = breakpoints.halted(point)
    with ThreadPoolExecutor(1) as pool:
        removing = pool.submit(endpoints.remove, doomed)
        halted.go_on()
        removing.result()
    scene.change_estate()
    scene.check_what_holds_after(scene.synced())
    assert scene.database.content(doomed) == Content((), {})
    assert scene.database.active_runs(doomed) == 0
