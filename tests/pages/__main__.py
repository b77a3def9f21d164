"""`make screenshots`: the pictures of the users' guide, of the demo's estates, in the browser of these tests."""

from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import Browser, expect, sync_playwright
from rich.console import Console

from devstack.chromium import arguments, find_or_install_chromium
from devstack.demo_devices import create_devices
from devstack.demo_objects import READ_DIRECTLY, READ_THROUGH, create_backend, create_endpoints
from devstack.launch import Launch, Launched
from devstack.netbox_api import NetBoxApi
from devstack.paths import new_log_folder
from devstack.proxmox_ve.control import Control
from devstack.steps import announced
from devstack.supervisor import Supervisor
from tests.integration.netbox import PLUGIN, NetBox

from .pictures import PICTURES, picture_of
from .posed_pictures import (
    take_creation,
    take_dashboard,
    take_held_reading,
    take_missing_nodes,
    take_preview_and_restore,
    take_running_run,
    take_tested_form,
    take_told,
)
from .scene import CLOSED_PORT, NetBoxObjects
from .watched_page import PATIENCE, Visitor

__all__ = ('main',)


def main() -> None:
    """Start everything, sync, and take the pictures."""
    expect.set_options(timeout=PATIENCE)
    with (
        ThreadPoolExecutor(16) as pool,
        Supervisor(new_log_folder('screenshots')) as supervisor,
        announced(Console()) as steps,
    ):
        launched = Launch(supervisor, steps, pool).everything()
        netbox = NetBox(launched.stack.site.url, launched.stack.site.api_token)
        with steps.step('backend, endpoints and syncs'):
            ids = _prepared(netbox, launched)
        with steps.step('pictures'), sync_playwright() as playwright, NetBoxObjects(netbox) as own:
            ids |= _linked(netbox, own, ids['dc'])
            browser = playwright.chromium.launch(executable_path=find_or_install_chromium(), args=arguments())
            _take_all(browser, launched, netbox, ids)


def _prepared(netbox: NetBox, launched: Launched) -> dict[str, int]:
    api = NetBoxApi(netbox.url, launched.stack.site.api_token)
    backend = create_backend(api, launched.proxbox_api.result())
    create_devices(api)
    ids = dict(create_endpoints(api, launched.simulator, READ_DIRECTLY))
    ids |= create_endpoints(api, launched.simulator, READ_THROUGH, backend)
    copied = {'backend': backend, 'ip_address': '127.0.0.1', 'username': 'root@pam', 'password': 'unknown'}
    ids['branch'] = netbox.post(f'{PLUGIN}/endpoints/', {'name': 'branch', 'port': CLOSED_PORT, **copied})['id']
    requested = {name: netbox.request_sync(endpoint).id for name, endpoint in ids.items()}
    ended = {name: netbox.ended(run, within=300).id for name, run in requested.items()}
    asking = netbox.rows(ids['farm']).nodes['c1n25']['id']
    return ids | {'backend': backend, 'run': ended['dc'], 'failed_run': ended['branch'], 'asking': asking}


def _linked(netbox: NetBox, own: NetBoxObjects, endpoint: int) -> dict[str, int]:
    rows = netbox.rows(endpoint)
    cluster, node = rows.clusters[0]['id'], rows.nodes['ams1-hv-01']['id']
    netbox.patch(f'{PLUGIN}/clusters/{cluster}/', netbox_cluster=own.cluster)
    netbox.patch(f'{PLUGIN}/nodes/{node}/', netbox_device=own.device)
    return {'cluster': cluster, 'node': node, 'netbox_cluster': own.cluster, 'device': own.device}


def _take_all(browser: Browser, launched: Launched, netbox: NetBox, ids: dict[str, int]) -> None:
    password = launched.stack.foundations.credentials.admin_password
    visitor = Visitor(browser, netbox.url, 'admin', password)
    for picture in PICTURES:
        picture_of(picture, visitor, ids)
    take_dashboard(visitor)
    take_tested_form(visitor, ids['lab'])
    take_creation(visitor, netbox, ids['solo'], ids['device'])
    control = Control(launched.simulator.control_url)
    take_told(visitor, netbox, ids['lab'], control)
    take_preview_and_restore(visitor, netbox, ids['lab'], control)
    take_running_run(visitor, netbox, ids['lab'], control)
    take_held_reading(visitor, netbox, ids['lab'], control)
    take_missing_nodes(visitor, netbox, ids['lab'], control)


if __name__ == '__main__':
    main()
