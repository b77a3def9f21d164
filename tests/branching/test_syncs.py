"""A sync reads what is, so it is one of main, wherever it is asked for."""

import pytest
import requests

from tests.integration.instant_backend import InstantBackend
from tests.integration.netbox import PLUGIN

from .scene import Branch, Scene

pytestmark = pytest.mark.integration

PAGES = '/plugins/proxbox/endpoints/proxmox/'
IN_MAIN = 'What is read is written in main'
SYNC_IN_A_BRANCH = """
from netbox_branching.models import Branch
from netbox_branching.utilities import activate_branch
from netbox_proxbox.services.sync_cluster import sync_cluster_and_nodes

with activate_branch(Branch.objects.get(schema_id='{schema}')):
    print(sync_cluster_and_nodes({endpoint}))
"""


def test_an_endpoint_that_was_entered_in_a_branch_is_synced(
    scene: Scene, branch: Branch, backend: InstantBackend
) -> None:
    endpoint = scene.add_endpoint(branch.netbox, scene.add_backend(branch.netbox, backend))

    assert branch.netbox.sync(endpoint).outcome == ('succeeded', '')

    assert len(scene.netbox.find(f'{PLUGIN}/nodes/', endpoint_id=endpoint)) == 3
    assert len(branch.netbox.find(f'{PLUGIN}/nodes/', endpoint_id=endpoint)) == 3


@pytest.mark.parametrize('path', ['{endpoint}/sync/', 'sync/'])
def test_the_button_says_that_main_is_synced(scene: Scene, branch: Branch, synced: int, path: str) -> None:
    browser = scene.browser(branch)

    said = _post(browser, f'{scene.netbox.url}{PAGES}{path.format(endpoint=synced)}', pk=str(synced))

    assert IN_MAIN in said
    assert browser.cookies['active_branch'] == branch.schema


def test_a_sync_in_a_script_that_runs_in_a_branch_writes_main(
    scene: Scene, branch: Branch, backend: InstantBackend
) -> None:
    endpoint = scene.add_endpoint(scene.netbox, scene.add_backend(scene.netbox, backend))

    scene.stack.site.run_netbox('shell', '--command', SYNC_IN_A_BRANCH.format(schema=branch.schema, endpoint=endpoint))

    assert len(scene.netbox.find(f'{PLUGIN}/nodes/', endpoint_id=endpoint)) == 3


def _post(browser: requests.Session, url: str, **content: str) -> str:
    browser.get(url.removesuffix('sync/'), timeout=60)
    content |= {'csrfmiddlewaretoken': browser.cookies['csrftoken']}
    answer = browser.post(url, content, headers={'Referer': url}, timeout=60)
    answer.raise_for_status()
    return answer.text
