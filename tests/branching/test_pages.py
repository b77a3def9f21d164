"""Pages of ours open in a branch and say that they show main; NetBox's own stay in the branch."""

from collections.abc import Mapping

import pytest
import requests

from tests.integration.netbox import PLUGIN
from tests.pages.every_page import NAMES, PARTS, address_of

from .scene import Branch, Scene

pytestmark = pytest.mark.integration

IN_MAIN = 'ProxBox is in main'
OURS_ON_NETBOXS_OBJECTS = ('dcim/devices/{device}/proxmox-link/', 'virtualization/clusters/{cluster}/proxmox-link/')
NETBOXS = ('dcim/devices/', 'dcim/devices/{device}/', 'virtualization/clusters/{cluster}/')


@pytest.fixture(scope='module')
def rows(scene: Scene, synced: int) -> dict[str, int]:
    """A row of each of our models, and objects of NetBox that they are linked to."""

    def first(kind: str, **about: int) -> int:
        return int(scene.netbox.find(f'{PLUGIN}/{kind}/', **about)[0]['id'])

    cluster, node = first('clusters', endpoint_id=synced), first('nodes', endpoint_id=synced)
    netbox_cluster, device = scene.add_cluster(scene.netbox), scene.add_device(scene.netbox)
    scene.netbox.patch(f'{PLUGIN}/clusters/{cluster}/', netbox_cluster=netbox_cluster)
    scene.netbox.patch(f'{PLUGIN}/nodes/{node}/', netbox_device=device)
    return {
        'proxboxbackend': first('backends'),
        'proxmoxendpoint': synced,
        'proxmoxcluster': cluster,
        'proxmoxnode': node,
        'syncrun': first('sync-runs', endpoint_id=synced),
        'cluster': netbox_cluster,
        'device': device,
    }


@pytest.fixture(scope='module')
def browser(scene: Scene, rows: Mapping[str, int]) -> requests.Session:
    """A browser in a branch of all that."""
    return scene.browser(scene.new_branch())


@pytest.mark.parametrize('name', NAMES)
def test_each_page_opens_in_a_branch_and_says_what_it_shows(
    scene: Scene, browser: requests.Session, rows: Mapping[str, int], name: str
) -> None:
    answer = browser.get(f'{scene.netbox.url}{address_of(name, rows)}', timeout=60)

    assert answer.status_code == 200
    assert IN_MAIN in answer.text


@pytest.mark.parametrize('name', PARTS)
def test_so_does_each_part_that_a_page_loads(
    scene: Scene, browser: requests.Session, rows: Mapping[str, int], name: str
) -> None:
    answer = browser.get(f'{scene.netbox.url}{address_of(name, rows)}', headers={'HX-Request': 'true'}, timeout=60)

    assert answer.ok


@pytest.mark.parametrize('address', OURS_ON_NETBOXS_OBJECTS)
def test_so_does_what_is_ours_on_netboxs_objects(
    scene: Scene, browser: requests.Session, rows: Mapping[str, int], address: str
) -> None:
    answer = browser.get(f'{scene.netbox.url}/{address.format(**rows)}', timeout=60)

    assert answer.status_code == 200
    assert IN_MAIN in answer.text


@pytest.mark.parametrize('address', NETBOXS)
def test_pages_of_netbox_stay_in_the_branch(
    scene: Scene, browser: requests.Session, rows: Mapping[str, int], address: str
) -> None:
    answer = browser.get(f'{scene.netbox.url}/{address.format(**rows)}', timeout=60)

    assert answer.status_code == 200
    assert IN_MAIN not in answer.text


def test_an_object_that_only_the_branch_has_is_open(scene: Scene, branch: Branch) -> None:
    device = scene.add_device(branch.netbox)

    assert scene.browser(branch).get(f'{scene.netbox.url}/dcim/devices/{device}/', timeout=60).status_code == 200
