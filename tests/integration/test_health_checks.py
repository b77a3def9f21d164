"""The scripts that containers are checked and set up with, against the real services."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from devstack.paths import ROOT
from devstack.ports import HOST
from devstack.proxbox_api import ProxboxApiServer

from .services import Services
from .waiting import wait_for

pytestmark = pytest.mark.integration


def run(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / 'docker' / script)]
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=30
    )


@pytest.fixture
def valkey(services: Services, tmp_path: Path) -> dict[str, str]:
    """What a container knows of NetBox's Redis."""
    site = services.stack.site.settings
    (tmp_path / 'redis_password').write_text(f'{site.valkey_password}\n')
    return {
        'SECRETS_FOLDER': str(tmp_path),
        'REDIS_HOST': HOST,
        'REDIS_PORT': str(site.valkey_port),
        'REDIS_DATABASE': str(site.valkey_first_database),
    }


def test_an_rqworker_is_alive_while_it_runs(services: Services, valkey: dict[str, str]) -> None:
    before = run('rqworker_is_alive.py', **valkey)
    process = services.stack.start_rqworker()
    wait_for(lambda: run('rqworker_is_alive.py', **valkey).returncode == 0)
    services.stack.supervisor.stop(process)
    after = run('rqworker_is_alive.py', **valkey)

    assert (before.returncode, after.returncode) == (1, 1)
    assert 'no rqworker of this host' in before.stderr


def test_a_redis_that_is_away_is_said_in_words(valkey: dict[str, str]) -> None:
    checked = run('rqworker_is_alive.py', **valkey | {'REDIS_PORT': '9'})

    assert checked.returncode == 1
    assert checked.stderr.startswith('Redis does not answer')


def test_a_worker_keeps_its_file_fresh(services: Services) -> None:
    file = services.stack.liveness_file(services.worker.command.name)
    then = file.stat().st_mtime_ns

    wait_for(lambda: file.stat().st_mtime_ns > then)


def test_a_key_is_registered_once(proxbox_api: ProxboxApiServer, tmp_path: Path) -> None:
    (tmp_path / 'proxbox_api_key').write_text(f'{proxbox_api.api_key}\n')

    again = run('register_key.py', SECRETS_FOLDER=str(tmp_path), PROXBOX_API_URL=proxbox_api.url)

    assert (again.returncode, again.stdout) == (0, 'proxbox-api had a key.\n')
