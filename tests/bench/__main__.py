"""`python -m tests.bench`, among the services of `python -m devstack run`."""

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from rich.console import Console
from rich.table import Table

from devstack.credentials import Credentials
from devstack.paths import new_log_folder
from devstack.proxbox_api import ProxboxApiServer, install_proxbox_api, start_proxbox_api
from devstack.supervisor import Supervisor
from tests.integration.endpoints import Endpoints
from tests.integration.instant_backend import InstantBackend
from tests.integration.services import Services

from .figures import Figure, measure, ratio

ROUNDS = 15
PIPELINE = 'sync of 3 nodes, instant backend'
WHOLE = 'sync of 3 nodes, proxbox-api and simulated Proxmox VE'


def main() -> int:
    """Measure, print the table, and return 1 if a median is above its target."""
    console = Console()
    console.print('Starting NetBox, a worker, proxbox-api and a simulated Proxmox VE …')
    with (
        ThreadPoolExecutor(1) as pool,
        Supervisor(new_log_folder('bench')) as supervisor,
        InstantBackend() as instant,
    ):
        starting = pool.submit(_proxbox_api, supervisor)
        with Services.started() as services:
            figures = _figures(services, instant, starting.result())
    console.print(_table(figures))
    pipeline, whole = figures[:2]
    console.print(f'Of a whole sync, proxbox-api takes all but 1/{ratio(whole, pipeline):.1f}.')
    return int(any(figure.median > figure.target for figure in figures))


def _figures(services: Services, instant: InstantBackend, server: ProxboxApiServer) -> list[Figure]:
    endpoints = Endpoints(services.netbox, services.simulator.ports)
    pipeline = endpoints.add('lab', endpoints.add_backend('instant', instant.url, instant.api_key))
    whole = endpoints.add('lab', endpoints.add_backend('proxbox-api', server.url, server.api_key))
    for endpoint in (pipeline, whole):
        services.netbox.sync(endpoint)
    return measure(services.netbox, {PIPELINE: (pipeline, 0.5), WHOLE: (whole, 4.0)}, ROUNDS)


def _proxbox_api(supervisor: Supervisor) -> ProxboxApiServer:
    python, folder = install_proxbox_api(supervisor), supervisor.new_folder()
    return start_proxbox_api(python, folder, Credentials(), supervisor, PROXBOX_RATE_LIMIT='100000')


def _table(figures: Sequence[Figure]) -> Table:
    table = Table(title=f'{ROUNDS} rounds, one after the other', title_justify='left')
    for name in ('Figure', 'Median', 'Least', 'Most', 'Target'):
        table.add_column(name, justify='left' if name == 'Figure' else 'right')
    for figure in figures:
        values = (figure.median, min(figure.seconds), max(figure.seconds))
        table.add_row(figure.name, *(f'{value:.3f} s' for value in values), f'< {figure.target} s')
    return table


if __name__ == '__main__':
    sys.exit(main())
