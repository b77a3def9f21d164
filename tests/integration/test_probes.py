"""The probes of the containers and pods, run as they are written, against a real worker, beat, Flower and database."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from devstack.process import Process
from tests.docker.probes import MIGRATED, PATHS_OF_FLOWER, probes_of

from .services import Services
from .waiting import wait_for

pytestmark = pytest.mark.integration

LIVENESS_FILE = 'PROXBOX_LIVENESS_FILE'
# A squashed one counts as applied when all that it replaces are.
NEWEST = """
    SELECT id, app, name, applied FROM django_migrations WHERE app = %s AND name NOT LIKE '%%squashed%%'
    ORDER BY id DESC LIMIT 1
"""
TAKE = 'DELETE FROM django_migrations WHERE id = %s'
GIVE_BACK = 'INSERT INTO django_migrations (id, app, name, applied) OVERRIDING SYSTEM VALUE VALUES (%s, %s, %s, %s)'


def failing(name: str, file: Path) -> list[str]:
    """The probes of a service that fail, where its file is this one."""
    failed = []
    for place, (command, environment) in probes_of(name).items():
        here = [word.replace(environment[LIVENESS_FILE], str(file)) for word in command]
        if subprocess.run(here, capture_output=True, check=False).returncode:
            failed.append(place)
    return failed


@pytest.mark.parametrize('name', ['worker', 'beat'])
def test_they_tell_who_is_alive_from_who_is_not(services: Services, name: str) -> None:
    own_name, stack = f'{name}-of-probes', services.stack
    file = stack.liveness_file(own_name)
    before = failing(name, file)

    process = stack.start_worker(name=own_name) if name == 'worker' else stack.start_beat(name=own_name)
    wait_for(lambda: failing(name, file) == [])
    stack.supervisor.stop(process)
    long_ago = time.time() - 120
    os.utime(file, (long_ago, long_ago))

    assert set(before) == {'compose', 'netbox-docker', 'startup', 'readiness', 'liveness'}
    assert set(failing(name, file)) == set(before)


@pytest.fixture
def flower(services: Services) -> Iterator[Process]:
    process = services.stack.start_flower()
    yield process
    services.stack.supervisor.stop(process)


def test_flower_is_asked_without_a_login(services: Services, flower: Process) -> None:
    answers = {
        kind: requests.get(f'{services.stack.site.flower_url}{path}', timeout=30).status_code
        for kind, path in PATHS_OF_FLOWER.items()
    }

    assert answers == {'startup': 200, 'readiness': 200, 'liveness': 200}


def test_a_pod_waits_until_the_database_is_migrated(services: Services) -> None:
    """By the one command that all pods have."""
    command = MIGRATED['worker']
    assert dict.fromkeys(('worker', 'beat', 'flower'), command) == MIGRATED

    def code() -> int:
        process = services.stack.supervisor.start(services.stack.site.command('migrated', 'netbox', *command))
        return process.wait(timeout=120)

    migrated = code()
    with services.database() as database:
        newest = database.execute(NEWEST, ['netbox_proxbox']).fetchone()
        assert newest
        database.execute(TAKE, [newest[0]])
    try:
        behind = code()
    finally:
        with services.database() as database:
            database.execute(GIVE_BACK, newest)

    assert (migrated, behind) == (0, 1)
