"""The services of docs/operations.md are those that the tests run."""

import re

import celeryconfig
from devstack import commands
from devstack.paths import ROOT

TEXT = (ROOT / 'docs' / 'operations.md').read_text()
STARTS = re.findall(r'^ +ExecStart=/opt/netbox/venv/bin/(.+)$', TEXT, re.MULTILINE)
STOPS = re.findall(r'^ +TimeoutStopSec=(\d+)$', TEXT, re.MULTILINE)


def test_systemd_starts_what_devstack_starts() -> None:
    started = [' '.join(command).replace('%', '%%') for command in (commands.WORKER, commands.BEAT, commands.FLOWER)]

    assert started == STARTS


def test_systemd_lets_the_worker_finish() -> None:
    assert int(STOPS[0]) >= celeryconfig.task_time_limit + 30


def test_the_login_of_flower_is_never_optional() -> None:
    assert 'FLOWER_CONF=' in TEXT
    assert 'FLOWER_BASIC_AUTH_FILE=' in TEXT
