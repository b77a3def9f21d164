"""`python -m devstack`: run the demo, or a command among real services."""

import argparse
import signal
import sys

import requests

from devstack.brokers.choice import BROKERS, MOST_HOSTS, Choice
from devstack.demo import demo
from devstack.process import ProcessError
from devstack.proxbox_api_versions import LOCKED
from devstack.run import run
from devstack.system_packages import PackageMissingError
from devstack.upstream import VERSION, record_upstream

__all__ = ['main']


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for and return the exit code; Ctrl-C is a normal way to end."""
    options = _parser().parse_args(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        if options.action == 'demo':
            return demo(once=options.once, choice=Choice(options.broker, options.hosts))
        if options.action == 'record-upstream':
            return record_upstream()
        choice = Choice(options.broker, options.hosts)
        return run(options.command, with_browser=options.browser, proxbox_api=options.proxbox_api, choice=choice)
    except KeyboardInterrupt:
        return 130
    except (PackageMissingError, ProcessError, requests.RequestException) as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog='python -m devstack', description=__doc__)
    actions = parser.add_subparsers(dest='action', required=True)
    demo_parser = actions.add_parser('demo', help='start everything and sync a simulated Proxmox VE')
    demo_parser.add_argument('--once', action='store_true', help='end after the first sync, with its outcome')
    actions.add_parser('record-upstream', help=f'make the dump of netbox-proxbox {VERSION} that tests load (minutes)')
    run_parser = actions.add_parser('run', help='run a command with PostgreSQL, Valkey and a migrated NetBox')
    run_parser.add_argument('--browser', action='store_true', help='see to it that there is a Chromium')
    run_parser.add_argument(
        '--proxbox-api', metavar='VERSION', default=LOCKED, help='instead of the locked %(default)s'
    )
    run_parser.add_argument('command', nargs='+', help='the command and its arguments, after --')
    for each in (demo_parser, run_parser):
        each.add_argument('--broker', choices=BROKERS, default='valkey', help='what carries messages (valkey)')
        each.add_argument(
            '--hosts', type=int, choices=range(1, MOST_HOSTS + 1), default=1, help='host names with a worker and a beat'
        )
    return parser


if __name__ == '__main__':
    sys.exit(main())
