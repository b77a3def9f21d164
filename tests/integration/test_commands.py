"""The other ways to sync: the management command and the documented Python entry, in processes of their own."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from devstack.ports import HOST, free_port

from .endpoints import Endpoints
from .netbox import PLUGIN, NetBox
from .services import Services

pytestmark = pytest.mark.integration

IN_PYTHON = """
import json
from django.core.management import call_command
from netbox_proxbox.services.sync_cluster import sync_cluster_and_nodes
call_command('proxbox_sync', {queue!r}, enqueue=True)
print(json.dumps([sync_cluster_and_nodes(endpoint_id={endpoint})], indent=2))
"""


@dataclass(frozen=True)
class Ended:
    """A command after its end."""

    code: int
    output: str

    @property
    def document(self) -> Any:
        """The JSON list at the end of the output."""
        return json.loads(self.output[self.output.index('[\n') :])


def call_netbox(services: Services, name: str, *arguments: str) -> Ended:
    """Run `netbox ...` to its end."""
    process = services.stack.supervisor.start(services.stack.site.command(name, 'netbox', *arguments))
    return Ended(process.wait(timeout=300), process.log.read_text())


def test_each_call_syncs_and_says_what_it_did(
    services: Services, netbox: NetBox, endpoints: Endpoints, backend: int
) -> None:
    """One test for all of them, side by side, for each process starts a NetBox."""
    nowhere = endpoints.add_backend('nowhere', f'http://{HOST}:{free_port()}', 'a-key-of-more-than-32-characters-x')
    here, in_vain = endpoints.add('solo', backend), endpoints.add('dc', nowhere)
    queue, python = endpoints.add('edge', backend), endpoints.add('lab', backend)
    code = IN_PYTHON.format(queue=name_of(netbox, queue), endpoint=python)
    with ThreadPoolExecutor() as pool:
        names = [name_of(netbox, endpoint) for endpoint in (here, in_vain)]
        command = pool.submit(call_netbox, services, 'proxbox-sync', 'proxbox_sync', *names, '--json')
        shell = pool.submit(call_netbox, services, 'netbox-shell', 'shell', '--command', code)
    assert_outcomes(netbox, command.result(), here, in_vain)
    assert shell.result().document == [
        {
            'mode': 'cluster',
            'clusters': {'created': 1, 'updated': 0},
            'nodes': {'created': 3, 'updated': 0, 'deleted': 0},
        }
    ]
    (run,) = netbox.runs(queue)
    assert run.trigger == 'command'
    assert netbox.ended(run.id).outcome == ('succeeded', '')


def assert_outcomes(netbox: NetBox, command: Ended, here: int, in_vain: int) -> None:
    """One endpoint was synced and the other was not: the command fails, and tells of each what its run tells."""
    assert command.code == 1
    outcomes = {outcome['endpoint']: outcome for outcome in command.document}
    for endpoint in (here, in_vain):
        (run,) = netbox.runs(endpoint)
        outcome = outcomes[name_of(netbox, endpoint)]
        assert (outcome['status'], outcome['error_code']) == run.outcome
        assert (outcome['cause'], outcome['cure'], outcome['result']) == (run.cause, run.cure, run.result)
    assert set(netbox.rows(here).nodes) == {'backup01'}
    assert outcomes[name_of(netbox, in_vain)]['error_code'] == 'backend-unreachable'


def name_of(netbox: NetBox, endpoint: int) -> str:
    return str(netbox.get(f'{PLUGIN}/endpoints/{endpoint}/')['name'])
