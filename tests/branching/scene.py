"""A NetBox with netbox-branching, its worker, and a branch to work in: all of them real."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from typing import Any, Self

import requests

from devstack.foundations import Foundations
from devstack.paths import new_log_folder
from devstack.stack import Stack
from devstack.supervisor import Supervisor
from tests.integration.instant_backend import InstantBackend
from tests.integration.netbox import PLUGIN, NetBox
from tests.integration.waiting import wait_for

__all__ = ('TOKEN', 'Branch', 'Scene')

BRANCHES = '/api/plugins/branching/branches'
MINUTES = 180.0
TOKEN = '8a1c1ee2-6d0c-4a5c-9a0e-6d1f2c3b4a59'
_numbers = count(1)


class Branch:
    """A branch, and a client of NetBox that has it active."""

    def __init__(self, scene: 'Scene', content: Mapping[str, Any]) -> None:
        self._scene = scene
        self._id = content['id']
        self.name: str = content['name']
        self.schema: str = content['schema_id']
        self.netbox = NetBox(scene.netbox.url, scene.token, **{'X-NetBox-Branch': self.schema})

    def merge(self) -> None:
        """Merge it, and wait for the end of that."""
        self._scene.netbox.post(f'{BRANCHES}/{self._id}/merge/', {'commit': True})
        self.wait_until('merged')

    def wait_until(self, status: str) -> None:
        """Return when NetBox gives the branch this status."""
        wait_for(lambda: self._status() == status, within=MINUTES)

    def _status(self) -> str:
        return str(self._scene.netbox.get(f'{BRANCHES}/{self._id}/')['status']['value'])


class Scene:
    """NetBox as seen from main."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.token = stack.site.api_token
        self.netbox = NetBox(stack.site.url, self.token)

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[Self]:
        """Start NetBox, its own worker, which provisions and merges, and ours."""
        with ThreadPoolExecutor() as pool, Supervisor(new_log_folder('branching')) as supervisor:
            stack = Stack(Foundations.from_environment(), supervisor, with_branching=True)
            stack.site.create_database()
            starts = (stack.start_web, stack.start_rqworker, stack.start_worker)
            for service in [pool.submit(start) for start in starts]:
                service.result()
            yield cls(stack)

    def new_branch(self) -> Branch:
        """Make a branch of what main has now."""
        content = self.netbox.post(f'{BRANCHES}/', {'name': f'branch {next(_numbers)}'})
        branch = Branch(self, content)
        branch.wait_until('ready')
        return branch

    def add_backend(self, netbox: NetBox, backend: InstantBackend) -> int:
        """Add a backend through this client, in main or in a branch, and return its id."""
        content = {'name': f'proxbox-api {next(_numbers)}', 'base_url': backend.url, 'api_key': backend.api_key}
        return int(netbox.post(f'{PLUGIN}/backends/', content)['id'])

    def add_endpoint(self, netbox: NetBox, backend: int) -> int:
        """Add an endpoint, with a schedule for each day, and return its id."""
        content = {
            'name': f'lab {next(_numbers)}',
            'backend': backend,
            'ip_address': '192.0.2.1',
            'token_name': 'netbox',
            'token_value': TOKEN,
            'sync_interval': {'every': 1, 'period': 'days'},
        }
        return int(netbox.post(f'{PLUGIN}/endpoints/', content)['id'])

    def add_cluster(self, netbox: NetBox) -> int:
        """Add a cluster and its type, and return its id."""
        name = f'pve-cluster-{next(_numbers)}'
        kind = netbox.post('/api/virtualization/cluster-types/', {'name': name, 'slug': name})['id']
        return int(netbox.post('/api/virtualization/clusters/', {'name': name, 'type': kind})['id'])

    def add_device(self, netbox: NetBox) -> int:
        """Add a device and what it needs, and return its id."""
        number = next(_numbers)
        name = {'name': f'pve-{number}', 'slug': f'pve-{number}'}
        site = netbox.post('/api/dcim/sites/', name)['id']
        role = netbox.post('/api/dcim/device-roles/', name)['id']
        maker = netbox.post('/api/dcim/manufacturers/', name)['id']
        kind = {'manufacturer': maker, 'model': name['name'], 'slug': name['slug']}
        device_type = netbox.post('/api/dcim/device-types/', kind)['id']
        content = {'name': name['name'], 'site': site, 'role': role, 'device_type': device_type}
        return int(netbox.post('/api/dcim/devices/', content)['id'])

    def browser(self, branch: Branch) -> requests.Session:
        """A browser that is logged in as the administrator and has activated a branch."""
        session = requests.Session()
        session.headers['Connection'] = 'close'
        url = self.stack.site.url
        session.get(f'{url}/login/', timeout=60)
        login = {
            'username': 'admin',
            'password': self.stack.foundations.credentials.admin_password,
            'csrfmiddlewaretoken': session.cookies['csrftoken'],
        }
        session.post(f'{url}/login/', login, headers={'Referer': url}, timeout=60)
        session.get(f'{url}/', params={'_branch': branch.schema}, timeout=60).raise_for_status()
        assert session.cookies['active_branch'] == branch.schema
        return session
