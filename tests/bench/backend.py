"""A proxbox-api that knows every endpoint, in a process of its own: `python -m tests.bench.backend NODES [LIMIT]`.

It prints its address and answers until it is ended. Without a limit it answers at once. With one it keeps that of
proxbox-api 0.0.30: so many requests a second, one after the other, and a hundred times as many in a minute.
"""

import sys
import threading
import time
from functools import cache
from itertools import count
from typing import Any

from tests.sources.proxbox_api.scripted_backend import Received, Reply, ScriptedBackend

__all__ = ('KnowingBackend',)

GIBIBYTE = 2**30


class KnowingBackend:
    """Gives every endpoint that registers a cluster of its own, whose metrics move with each answer."""

    def __init__(self, nodes: int, a_second: float | None = None) -> None:
        self._nodes = nodes
        self._names: list[str] = []
        self._answers = count(1)
        self._one_at_a_time = threading.Lock()
        self._pause = 1 / a_second if a_second else 0.0

    def __call__(self, received: Received) -> Reply:
        if self._pause:
            with self._one_at_a_time:
                time.sleep(self._pause)
        return Reply(body=self._body(received))

    def _body(self, received: Received) -> Any:
        match received.path.rpartition('/'):
            case ['/proxmox', _, 'endpoints']:
                return self._record(received.payload['name'])
            case ['/proxmox/endpoints', _, known]:
                return self._record(self._names[int(known) - 1])
            case ['/proxmox/cluster', _, 'status']:
                return [self._cluster(int(received.query['proxmox_endpoint_ids']))]
            case ['/proxmox/nodes', _, '']:
                name = self._name(int(received.query['proxmox_endpoint_ids']))
                return [{name: _figures(1, next(self._answers))}]
        answer = next(self._answers)
        return [_figures(number, answer) for number in range(1, self._nodes + 1)]

    def _record(self, name: str) -> dict[str, Any]:
        if name not in self._names:
            self._names.append(name)
        return {'id': self._names.index(name) + 1, 'name': name}

    def _name(self, known: int) -> str:
        """Name a cluster for its endpoint, for those of several backends may not have equal names."""
        return f'cluster of {self._names[known - 1]}'

    def _cluster(self, known: int) -> dict[str, Any]:
        return {
            **{'id': 'cluster', 'name': self._name(known), 'type': 'cluster', 'mode': 'cluster'},
            **{'nodes': self._nodes, 'quorate': True, 'version': 1},
            **{'endpoint_name': self._names[known - 1], 'db_endpoint_id': known},
            'node_list': _members(known, self._nodes),
        }


@cache
def _members(known: int, nodes: int) -> list[dict[str, Any]]:
    return [
        {
            **{'name': f'pve{number}', 'nodeid': number, 'ip': f'10.{known // 250}.{known % 250}.{number % 250}'},
            **{'online': True, 'local': number == 1, 'level': ''},
        }
        for number in range(1, nodes + 1)
    ]


def _figures(number: int, answer: int) -> dict[str, Any]:
    return {
        **{'node': f'pve{number}', 'cpu': answer % 100 / 100, 'maxcpu': 16, 'mem': GIBIBYTE, 'maxmem': 64 * GIBIBYTE},
        **{'uptime': answer, 'ssl_fingerprint': f'AB:{number}', 'level': None},
    }


def main() -> None:
    """Serve until this process is ended."""
    nodes, *limit = sys.argv[1:]
    with ScriptedBackend(KnowingBackend(int(nodes), *map(float, limit))) as server:
        sys.stdout.write(f'{server.connection().url}\n')
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == '__main__':
    main()
