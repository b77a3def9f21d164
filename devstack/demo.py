"""The whole of netbox-proxbox on one machine, from nothing to a synced NetBox."""

import time
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from devstack.brokers.choice import ALONE, Choice
from devstack.demo_devices import create_devices
from devstack.demo_objects import READ_DIRECTLY, READ_THROUGH, create_backend, create_endpoints
from devstack.demo_report import print_addresses, print_clusters, print_nodes, print_runs
from devstack.launch import Launch, Launched
from devstack.netbox_api import PLUGIN, NetBoxApi
from devstack.paths import new_log_folder
from devstack.process import ProcessError
from devstack.steps import Step, Steps, announced
from devstack.supervisor import Supervisor

__all__ = ['demo']

_ACTIVE = {'queued', 'running'}
_LONGEST_WAIT = 240.0
_WIDTH_OF_LOGS = 120


def demo(*, once: bool, choice: Choice = ALONE) -> int:
    """Show all of it; `once` ends after the first syncs, with exit code 0 only if each of them succeeded.

    Proxmox lives its own life only if somebody stays to watch, so that the outcome of `once` is always the same.
    """
    simulator_options = [] if once else ['--live']
    console = Console()
    if not console.is_terminal:
        console.width = _WIDTH_OF_LOGS
    with ThreadPoolExecutor(max_workers=16) as pool, Supervisor(new_log_folder('demo')) as supervisor:
        with announced(console) as steps:
            launched = Launch(supervisor, steps, pool, choice).everything(*simulator_options)
            netbox = NetBoxApi(launched.stack.site.url, launched.stack.site.api_token)
            demonstration = _Demonstration(netbox, launched, steps, supervisor)
            runs = [*demonstration.of_direct_endpoints(), *demonstration.of_endpoints_behind_proxbox_api()]
        print_runs(console, runs)
        print_clusters(console, netbox)
        print_nodes(console, netbox)
        if not once:
            print_addresses(console, launched.stack)
            _stay(console, supervisor)
    return 0 if all(run['status']['value'] == 'succeeded' for run in runs) else 1


@dataclass(frozen=True)
class _Demonstration:
    netbox: NetBoxApi
    launched: Launched
    steps: Steps
    supervisor: Supervisor

    def of_direct_endpoints(self) -> list[dict[str, Any]]:
        """Return the first runs of the endpoints that need no other service."""
        with self.steps.step('devices that somebody has documented'):
            create_devices(self.netbox)
        with self.steps.step('endpoints that are read directly'):
            endpoints = create_endpoints(self.netbox, self.launched.simulator, READ_DIRECTLY)
        return self._synced('first syncs, directly', endpoints)

    def of_endpoints_behind_proxbox_api(self) -> list[dict[str, Any]]:
        """Return the first runs of the others, once there is a proxbox-api."""
        server = self.launched.proxbox_api.result()
        with self.steps.step('backend and its endpoints'):
            backend = create_backend(self.netbox, server)
            endpoints = create_endpoints(self.netbox, self.launched.simulator, READ_THROUGH, backend)
        return self._synced('first syncs, through proxbox-api', endpoints)

    def _synced(self, title: str, endpoints: Mapping[str, int]) -> list[dict[str, Any]]:
        with self.steps.step(title) as step:
            ids = [self.netbox.post(f'{PLUGIN}/endpoints/{endpoint}/sync/')['id'] for endpoint in endpoints.values()]
            return self._ended_runs(ids, step)

    def _ended_runs(self, ids: Collection[int], step: Step) -> list[dict[str, Any]]:
        """Return the runs when all have ended; after four minutes as they are then. Raises ProcessError."""
        deadline = time.monotonic() + _LONGEST_WAIT
        while True:
            runs = [self.netbox.get(f'{PLUGIN}/sync-runs/{run}/') for run in ids]
            ended = sum(run['status']['value'] not in _ACTIVE for run in runs)
            step.progress(ended, len(runs))
            if ended == len(runs) or time.monotonic() > deadline:
                return runs
            for process in self.supervisor.ended():
                raise ProcessError(process, 'has ended')
            time.sleep(0.5)


def _stay(console: Console, supervisor: Supervisor) -> None:
    """Return on Ctrl-C; until then say so if something ends that should not."""
    reported = set()
    try:
        while True:
            for process in supervisor.ended():
                if process.pid not in reported:
                    console.print(f'{process.command.name} has ended. Its log: {process.log}')
                    reported.add(process.pid)
            time.sleep(1)
    except KeyboardInterrupt:
        console.print('Stopping ...')
