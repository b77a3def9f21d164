"""`python -m devstack.proxmox_ve`: serve estates until SIGTERM or SIGINT."""

import argparse
import json
import resource
import signal
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

from .certificates import authority_of
from .control_server import ControlServer
from .estates import ESTATES, site_name
from .life import Life
from .simulation import DoorSpec, Simulation

__all__ = ('main',)


def main(arguments: list[str] | None = None) -> int:
    """Start, say so on stdout in one line of JSON, and serve until told to end."""
    parser = _parser()
    options = parser.parse_args(arguments)
    _allow_many_connections()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    with ExitStack() as services:
        try:
            simulation = services.enter_context(Simulation(_specs(options), host=options.host, live=options.live))
            control = services.enter_context(ControlServer(simulation, options.control_port))
        except (LookupError, OSError) as obstacle:
            parser.error(str(obstacle))
        if options.ca_file:
            options.ca_file.write_text(simulation.authorities())
        if options.live:
            services.enter_context(Life(simulation, every=options.pace))
        print(json.dumps(_readiness(simulation, control)), flush=True)
        stopping.wait()
    return 0


def _allow_many_connections() -> None:
    """Each estate listens, and each connection to it is a file too."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _specs(options: argparse.Namespace) -> list[DoorSpec]:
    sites = [DoorSpec(estate=site_name(number, options.site_nodes)) for number in range(1, options.sites + 1)]
    return [*(options.estate or []), *sites] or [DoorSpec(estate=name) for name in ESTATES]


def _readiness(simulation: Simulation, control: ControlServer) -> dict[str, object]:
    doors = {
        label: {'host': door.host, 'port': door.port, 'authority': authority_of(door.simulated.initial).pem}
        for label, door in simulation.doors.items()
    }
    return {'ready': True, 'control': control.url, 'estates': doors}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog='python -m devstack.proxmox_ve', description='A simulated Proxmox VE.')
    parser.add_argument(
        '--estate',
        action='append',
        type=DoorSpec.parse,
        metavar='NAME[@NODE][=PORT]',
        help='an estate to serve, through a certain node if given, or through each on an address of its own if that '
        'is *; repeatable; all of the demo without it',
    )
    parser.add_argument('--sites', type=int, default=0, metavar='N', help='serve as many small clusters too')
    parser.add_argument('--site-nodes', type=int, default=3, metavar='N', help='how many nodes each of them has')
    parser.add_argument('--host', default='127.0.0.1', help='address to listen on')
    parser.add_argument('--control-port', type=int, default=0, help='port of the control API')
    parser.add_argument('--live', action='store_true', help='let time run, nodes fail and members come and go')
    parser.add_argument('--pace', type=float, default=30.0, help='seconds between two turns of the life of an estate')
    parser.add_argument('--ca-file', type=Path, help='where to write the root CAs of all estates')
    return parser


if __name__ == '__main__':
    sys.exit(main())
