"""The other ways to sync: the management command and the documented Python entry, in processes of their own."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from devstack.ports import HOST, free_port

from .endpoints import Endpoints
from .netbox import PLUGIN, NetBox
from .services import Services

pytestmark = pytest.mark.integration

PYTHON_ENTRY = """
import json
from netbox_proxbox.services.sync_cluster import sync_cluster_and_nodes
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


@dataclass(frozen=True)
class Called:
    """Every kind of call, each after its end, with the endpoints that they were for."""

    endpoints: Mapping[str, int]
    ended: Mapping[str, Ended]


@pytest.fixture
def called(services: Services, netbox: NetBox, endpoints: Endpoints, backend: int) -> Called:
    """All calls, made side by side, for each of them starts a NetBox."""
    nowhere = endpoints.add_backend('nowhere', f'http://{HOST}:{free_port()}', 'a-key-of-more-than-32-characters-x')
    ids = {
        'here': endpoints.add('solo', backend),
        'queue': endpoints.add('edge', backend),
        'python': endpoints.add('lab', backend),
        'in vain': endpoints.add('dc', nowhere),
    }
    names = {call: netbox.get(f'{PLUGIN}/endpoints/{endpoint}/')['name'] for call, endpoint in ids.items()}
    calls = {
        'here': ['proxbox_sync', names['here'], '--json'],
        'queue': ['proxbox_sync', names['queue'], '--enqueue', '--json'],
        'python': ['shell', '--command', PYTHON_ENTRY.format(endpoint=ids['python'])],
        'in vain': ['proxbox_sync', names['in vain']],
    }
    with ThreadPoolExecutor() as pool:
        ended = pool.map(lambda call: call_netbox(services, call, *calls[call]), calls)
    return Called(ids, dict(zip(calls, ended, strict=True)))


def call_netbox(services: Services, name: str, *arguments: str) -> Ended:
    site, supervisor = services.stack.site, services.stack.supervisor
    process = supervisor.start(site.command(f'netbox-{name}', 'netbox', *arguments))
    return Ended(process.wait(timeout=120), process.log.read_text())


def test_each_call_syncs_and_says_what_it_did(netbox: NetBox, called: Called) -> None:
    here = called.ended['here']
    (outcome,) = here.document
    assert (here.code, outcome['status'], outcome['result']['mode']) == (0, 'succeeded', 'standalone')
    assert set(netbox.rows(called.endpoints['here']).nodes) == {'backup01'}

    queue = called.ended['queue']
    (outcome,) = queue.document
    assert queue.code == 0
    run = netbox.ended(outcome['run'])
    assert (run.endpoint, run.status, run.trigger) == (called.endpoints['queue'], 'succeeded', 'command')

    python = called.ended['python']
    assert python.document == [
        {
            'mode': 'cluster',
            'clusters': {'created': 1, 'updated': 0},
            'nodes': {'created': 3, 'updated': 0, 'deleted': 0},
        }
    ]

    in_vain = called.ended['in vain']
    (run,) = netbox.runs(called.endpoints['in vain'])
    assert (in_vain.code, run.outcome) == (1, ('failed', 'backend-unreachable'))
    assert run.cause in in_vain.output
    assert run.cure in in_vain.output
