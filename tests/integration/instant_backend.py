"""A proxbox-api that answers at once from captured answers, and that can be made to wait in the middle of a run."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self

from tests.proxmox.captured import captured_body
from tests.proxmox.scripted_backend import API_KEY, Received, Reply, ScriptedBackend

__all__ = ('CLUSTER_STATUS', 'NODE_LISTING', 'Gate', 'InstantBackend')

CLUSTER_STATUS = '/proxmox/cluster/status'
FIRST_NODE = '/proxmox/nodes/'
NODE_LISTING = '/proxmox/api2/latest/nodes'
LONGEST_HOLD = 60.0
ID = 1


@dataclass(frozen=True)
class Gate:
    """Where requests of one path wait: `reached` once the first is there, all go on when it is `opened`."""

    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)


class InstantBackend:
    """Knows one endpoint, a cluster with the three nodes of the captures; use it as a context."""

    def __init__(self, *, cluster_name: str = 'lab-cluster') -> None:
        self._cluster_name = cluster_name
        self._name = ''
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
        if gate := self._gates.get(received.path):
            gate.reached.set()
            gate.opened.wait(LONGEST_HOLD)
        return Reply(body=self._body(received))

    def _body(self, received: Received) -> Any:
        match received.path:
            case '/proxmox/endpoints' | '/proxmox/endpoints/1':
                self._name = (received.payload or {}).get('name', self._name)
                return captured_body('endpoint_created') | {'id': ID, 'name': self._name}
            case '/proxmox/cluster/status':
                (cluster,) = captured_body('cluster3_cluster_status')
                return [cluster | {'name': self._cluster_name, 'endpoint_name': self._name, 'db_endpoint_id': ID}]
            case '/proxmox/nodes/':
                return captured_body('cluster3_nodes')
        return captured_body('cluster3_node_listing')
