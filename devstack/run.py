"""A command among real services: what `make test` runs pytest in."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from rich.console import Console

from devstack.brokers.choice import ALONE, Choice
from devstack.chromium import find_or_install_chromium
from devstack.foundations import TEMPLATE, Foundations
from devstack.migrated_database import create_template
from devstack.paths import ROOT, new_log_folder
from devstack.proxbox_api_versions import LOCKED, VARIABLE
from devstack.steps import Steps, announced
from devstack.supervisor import Supervisor

__all__ = ['run']


def run(command: list[str], *, with_browser: bool = False, proxbox_api: str = LOCKED, choice: Choice = ALONE) -> int:
    """Run `command` with NetBox's environment and return its exit code; everything else ends with it.

    If it starts a proxbox-api, it is of that version; stacks have the broker and the hosts of `choice`.
    """
    with Supervisor(new_log_folder('run')) as supervisor:
        with announced(Console(stderr=True)) as steps, ThreadPoolExecutor() as pool:
            with steps.step('PostgreSQL and Valkey'):
                foundations = Foundations.start(supervisor)
            browser = pool.submit(_find_browser, steps) if with_browser else None
            with steps.step('A migrated NetBox database') as step:
                create_template(foundations, supervisor, step)
            if browser:
                browser.result()
        environment = {**_environment(foundations), VARIABLE: proxbox_api, **choice.environment}
        return _finish(command, environment, supervisor)


def _find_browser(steps: Steps) -> None:
    with steps.step('Chromium'):
        find_or_install_chromium()


def _finish(command: list[str], environment: dict[str, str], supervisor: Supervisor) -> int:
    """Run `command` in this terminal; an interrupt has reached it too, so it gets the time to say what it has."""
    process = subprocess.Popen(command, env=environment)
    supervisor.adopt(process.pid)
    try:
        return process.wait()
    except KeyboardInterrupt:
        try:
            return process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def _environment(foundations: Foundations) -> dict[str, str]:
    foundations.postgres.create_database('netbox', TEMPLATE)
    site = replace(foundations.site('netbox'), database_template=TEMPLATE)
    netbox = site.write(foundations.folder / 'netbox' / 'site.json')
    programs = f'{os.path.dirname(sys.executable)}{os.pathsep}{os.environ.get("PATH", os.defpath)}'
    return {**os.environ, 'PATH': programs, 'PYTHONPATH': str(ROOT), **netbox, **foundations.environment}
