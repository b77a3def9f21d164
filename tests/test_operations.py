"""The services of docs/operations.md are those that the tests run."""

import inspect
import re

from netbox import settings as netbox_settings

import celeryconfig
from devstack import commands
from devstack.paths import ROOT
from netbox_proxbox.messages import broker

TEXT = (ROOT / 'docs' / 'operations.md').read_text()
STARTS = re.findall(r'^ +ExecStart=/opt/netbox/venv/bin/(.+)$', TEXT, re.MULTILINE)
STOP_OF_THE_WORKER = re.search(r'-A worker\.app worker\b.*?TimeoutStopSec=(\d+)$', TEXT, re.MULTILINE | re.DOTALL)


def test_systemd_starts_what_devstack_starts() -> None:
    started = [' '.join(command).replace('%', '%%') for command in (commands.WORKER, commands.BEAT, commands.FLOWER)]

    assert started == STARTS


def test_systemd_lets_the_worker_finish() -> None:
    assert STOP_OF_THE_WORKER is not None
    assert int(STOP_OF_THE_WORKER[1]) >= celeryconfig.task_time_limit + 30


def test_what_is_promised_of_netboxs_redis_is_read() -> None:
    rows = TEXT.partition('| NetBox has |')[2].partition('\n\n')[0]
    promised = set(re.findall(r'`([A-Z_]+)\b', rows))

    assert {'HOST', 'URL', 'SENTINELS'} <= promised
    assert [name for name in promised if f"'{name}'" not in inspect.getsource(broker).replace('"', "'")] == []
    assert [name for name in promised if f"TASKS_REDIS.get('{name}'" not in inspect.getsource(netbox_settings)] == []


def test_the_login_of_flower_is_never_optional() -> None:
    assert 'FLOWER_BASIC_AUTH_FILE=' in TEXT
