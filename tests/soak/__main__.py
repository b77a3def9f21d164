"""`make soak MINUTES=30`: faults at random while simulated clusters live, and whether NetBox is right in the end."""

import argparse
import secrets
import sys
import time
from collections.abc import Mapping
from random import Random

from devstack.credentials import Credentials
from devstack.proxbox_api import ProxboxApiServer, install_proxbox_api, start_proxbox_api
from devstack.supervisor import Supervisor
from tests.guarantees.database import Database
from tests.integration.endpoints import Endpoints
from tests.integration.services import Services

from .chaos import Chaos
from .processes import memory_of
from .summary import summary
from .verdict import judge
from .world import World

ESTATES = ['lab', 'dc', 'solo', *(f'site-{number}' for number in range(1, 6))]
EVERY = {'every': 15, 'period': 'seconds'}
NO_RATE_LIMIT = '100000'


def main() -> int:
    """Soak for so many minutes and return 0 if every promise was kept."""
    options = _options()
    sys.stdout.write(f'Seed {options.seed}; --seed {options.seed} repeats its choices.\n')
    sys.stdout.flush()
    with Services.started(*ESTATES) as services:
        backend = _start_backend(services.stack.supervisor)
        added = Endpoints(services.netbox, services.simulator)
        known = added.add_backend('soak', backend.url, backend.api_key, max_concurrent=4, timeout=5)
        endpoints = {name: added.add(name, known, sync_interval=EVERY, timeout=5) for name in ESTATES}
        with Database.of(services) as database:
            return _soak(services, database, endpoints, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog='python -m tests.soak', description=__doc__)
    parser.add_argument('--minutes', type=float, default=30, help='how long faults are injected')
    parser.add_argument('--seed', type=int, default=secrets.randbelow(10**6), help='of all that is random')
    return parser.parse_args()


def _start_backend(supervisor: Supervisor) -> ProxboxApiServer:
    python = install_proxbox_api(supervisor)
    folder = supervisor.new_folder()
    return start_proxbox_api(python, folder, Credentials(), supervisor, PROXBOX_RATE_LIMIT=NO_RATE_LIMIT)


def _soak(services: Services, database: Database, endpoints: Mapping[str, int], options: argparse.Namespace) -> int:
    random = Random(options.seed)  # noqa: S311
    world = World(services.control, ESTATES, random)
    chaos = Chaos(services, database, ESTATES, services.stack.start_beat(), random)
    memory_before = memory_of(services.worker)
    end = time.monotonic() + options.minutes * 60
    while time.monotonic() < end:
        world.turn()
        chaos.strike()
        time.sleep(random.uniform(0.5, 4))
    world.calm()
    _sync_each_once_more(services, database, endpoints)
    verdict = judge(database, services.netbox, world, endpoints)
    memory = (memory_before, memory_of(services.worker))
    sys.stdout.write(summary(verdict, chaos.counts, world.changes, memory, services.broker.number_of_keys()))
    return 0 if verdict.is_good else 1


def _sync_each_once_more(services: Services, database: Database, endpoints: Mapping[str, int]) -> None:
    """Take the schedules away, have every run ended, and sync each endpoint in peace."""
    for endpoint in endpoints.values():
        services.netbox.patch(f'/api/plugins/proxbox/endpoints/{endpoint}/', sync_interval=None)
    services.give_up_what_is_silent()
    for run_id in database.active_run_ids():
        services.netbox.ended(run_id)
    for endpoint in endpoints.values():
        services.netbox.sync(endpoint)


if __name__ == '__main__':
    sys.exit(main())
