"""A proxbox-api that answers at once from captured answers, and that can be made to wait in the middle of a run."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self

from tests.sources.proxbox_api.captured import captured_body
from tests.sources.proxbox_api.scripted_backend import API_KEY, Received, Reply, ScriptedBackend, captured_reply

__all__ = ('CLUSTER_STATUS', 'NODE_LISTING', 'Gate', 'InstantBackend')

CLUSTER_STATUS = '/proxmox/cluster/status'
NODE_LISTING = '/proxmox/api2/latest/nodes'
LONGEST_HOLD = 120.0


@dataclass(frozen=True)
class Gate:
    """Where requests of one path wait: `reached` once the first is there, all go on when it is `opened`."""

    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)


class InstantBackend:
    """Knows one key, and every endpoint as a cluster of its own with the three nodes of the captures; a context."""

    def __init__(self) -> None:
        # The names of the records, by their ids from 1 on.
        self.known: list[str] = []
        self._gates: dict[str, Gate] = {}
        self._server = ScriptedBackend(self._answer)

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.__exit__()

    @property
    def url(self) -> str:
        return self._server.connection().url

    @property
    def api_key(self) -> str:
        return API_KEY

    @property
    def lines(self) -> list[str]:
        """Method and path of each request received."""
        return self._server.lines

    @contextmanager
    def held(self, path: str) -> Iterator[Gate]:
        """Let requests of a path wait until the gate is opened, or to the end of the block."""
        gate = self._gates[path] = Gate()
        try:
            yield gate
        finally:
            gate.opened.set()
            del self._gates[path]

    def _answer(self, received: Received) -> Reply:
        if received.headers['X-Proxbox-API-Key'] != API_KEY:
            return captured_reply('wrong_key_1')
        if gate := self._gates.get(received.path):
            gate.reached.set()
            gate.opened.wait(LONGEST_HOLD)
        return Reply(body=self._body(received))

    def _body(self, received: Received) -> Any:
        match received.path.rpartition('/'):
            case ['/proxmox', _, 'endpoints']:
                return self._record(received.payload['name'])
            case ['/proxmox/endpoints', _, known]:
                return self._record(self.known[int(known) - 1])
            case ['/proxmox/cluster', _, 'status']:
                return [self._cluster(int(received.query['proxmox_endpoint_ids']))]
            case ['/proxmox/nodes', _, '']:
                return captured_body('cluster3_nodes')
        return captured_body('cluster3_node_listing')

    def _record(self, name: str) -> Any:
        if name not in self.known:
            self.known.append(name)
        return captured_body('endpoint_created') | {'id': self.known.index(name) + 1, 'name': name}

    def _cluster(self, known: int) -> Any:
        (cluster,) = captured_body('cluster3_cluster_status')
        name = self.known[known - 1]
        return cluster | {'name': f'cluster of {name}', 'endpoint_name': name, 'db_endpoint_id': known}
