"""Records what upstream's netbox-proxbox leaves in a database: the file that tests of the takeover begin with.

Its migrations take about eight minutes of one core, so tests load the file. It is made by a takeover of the real thing.
"""

import gzip
import sys
from pathlib import Path

from uv import find_uv_bin

from devstack.foundations import TEMPLATE, Foundations
from devstack.migrated_database import create_template
from devstack.paths import ROOT, new_log_folder
from devstack.process import Command
from devstack.steps import LineSteps
from devstack.supervisor import Supervisor

__all__ = ['RECORDED', 'VERSION', 'record_upstream']

VERSION = '0.0.29.post6'
RECORDED = ROOT / 'tests' / 'takeover' / f'upstream-{VERSION}.sql.gz'
_LOCK = ROOT / 'requirements' / 'dev.txt'
_OVERRIDES = 'psycopg[binary,pool]\n'
# At the end of the path, where this checkout does not hide the plugin of the same name.
_CONFIGURATION = f"""
import sys

sys.path.append({str(ROOT)!r})

from devstack.netbox_configuration import *
"""


def record_upstream() -> int:
    """Migrate a NetBox with upstream's plugin, fill it, take over, and keep the file of that."""
    steps = LineSteps()
    with Supervisor(new_log_folder('upstream')) as supervisor:
        with steps.step('PostgreSQL, Valkey and a migrated NetBox database') as step:
            foundations = Foundations.start(supervisor)
            create_template(foundations, supervisor, step)
            foundations.postgres.create_database('upstream', TEMPLATE)
        with steps.step(f'netbox-proxbox {VERSION}: environment'):
            python = _environment(supervisor)
        with steps.step('its migrations, and data of our own'):
            _fill(foundations, supervisor, python)
        with steps.step('the takeover'):
            _take_over(foundations, supervisor)
    print(f'{RECORDED.relative_to(ROOT)}: {RECORDED.stat().st_size:,} bytes')
    return 0


def _environment(supervisor: Supervisor) -> Path:
    """Install it beside the NetBox of this project, with the same versions of what both need."""
    folder = supervisor.new_folder()
    uv, python, overrides = find_uv_bin(), folder / 'venv' / 'bin' / 'python', folder / 'overrides.txt'
    overrides.write_text(_OVERRIDES)
    environment = [uv, 'venv', '--python', sys.executable, str(folder / 'venv')]
    versions = ['--constraint', str(_LOCK), '--override', str(overrides)]
    packages = [uv, 'pip', 'install', '--python', str(python), *versions, 'netbox', f'netbox-proxbox=={VERSION}']
    supervisor.run(Command('upstream-environment', environment))
    supervisor.run(Command('upstream-packages', packages))
    return python


def _fill(foundations: Foundations, supervisor: Supervisor, python: Path) -> None:
    root = supervisor.new_folder()
    (root / 'conf').mkdir()
    (root / 'conf' / 'configuration.py').write_text(_CONFIGURATION)
    environment = foundations.site('upstream').write(root / 'site.json')
    environment |= {'PYTHONPATH': '', 'NETBOX_CONFIGURATION': ''}
    script = ROOT / 'devstack' / 'upstream_data.py'
    supervisor.run(Command('upstream-data', [python, '-P', script], environment, folder=root))


def _take_over(foundations: Foundations, supervisor: Supervisor) -> None:
    folder = supervisor.new_folder()
    dump = folder / 'upstream.sql'
    arguments = [sys.executable, '-m', 'netbox', 'proxbox_takeover', f'--dump={dump}']
    supervisor.run(Command('takeover', arguments, foundations.site('upstream').write(folder / 'site.json')))
    RECORDED.parent.mkdir(exist_ok=True)
    RECORDED.write_bytes(gzip.compress(f'-- netbox-proxbox {VERSION}\n'.encode() + dump.read_bytes(), mtime=0))
