"""What a takeover would do with what the real plugin of upstream has left, and what it refuses to begin."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import OperationalError, connection
from django.db.migrations.exceptions import NodeNotFoundError
from django.db.migrations.recorder import MigrationRecorder
from psycopg.errors import LockNotAvailable

from netbox_proxbox.checks import database_is_ours
from netbox_proxbox.management.commands.proxbox_takeover import Command
from netbox_proxbox.takeover import planning, takeover

from .said import said, what_is_upstreams

pytestmark = pytest.mark.usefixtures('rolled_back')

PLAN = """\
Comes over, each object under its own ID:
  endpoints: 4, read directly; enabled: 1; with a schedule: 4
  backends (proxbox-api): 2
  clusters: 1; linked to clusters of NetBox: 1
  nodes: 4; linked to devices: 2; the first sync reads their metrics
With it, as it is: bookmarks (1), custom fields (1), journal entries (4), object changes (1), permissions (2), \
saved filters (2), subscriptions (1), tagged items (4).

Does not come over, and is kept for the way back:
  clusters: 2, because here a standalone host has none and an endpoint has one at most: "lab-before", "pve-alone"
  other tables: 66; with rows: netbox_proxbox_proxmoxstorage (1)
  of endpoints: sync modes, SSH, sites, tenants and whatever else only upstream knows
  of NetBox, about what does not come over: journal entries (1); the next "netbox upgrade" removes it

To do, or to know:
  Backend "spare": enter its API key, then enable it: upstream has none.
  Endpoint "lab": its timeout of 90 s is now 60 s.
  Endpoint "lab (2)": its name was "lab", which another one has, or which is too long.
  Endpoint "2001:db8::31": enter a password, then enable it: the key in upstream's settings cannot read it.
  Endpoint "vault": enter the value of its token "vault", then enable it: it is kept in OpenBao.
  Permissions whose constraints name fields that are not here lose these object types: of sites.
  Saved filters with parameters that are not here, and are passed over: of locations.
  Jobs of upstream that wait in NetBox are removed: 4.

Nothing was changed.
"""


def test_it_is_told_in_words_with_counts_and_changes_nothing() -> None:
    before = what_is_upstreams()

    assert said('--plan') == PLAN

    assert what_is_upstreams() == before


def test_the_check_that_fails_does_not_keep_it_from_running() -> None:
    (error,) = database_is_ours(None, databases=['default'])

    assert 'proxbox_takeover --plan' in str(error.hint)
    assert Command.requires_system_checks == []


def test_endpoints_can_be_read_through_a_proxbox_api() -> None:
    assert 'endpoints: 4, read through "main"; enabled: 1' in said('--plan', '--through=main')
    with pytest.raises(CommandError, match=r'no proxbox-api called "m", but "main", "spare"'):
        said('--plan', '--through=m')


def test_without_a_key_for_our_secrets_nothing_begins(configure: Callable[..., None], tmp_path: Path) -> None:
    configure(encryption_keys=[])

    assert 'proxbox-generate-key' in said('--plan')
    assert_refused(tmp_path, 'There are secrets to bring over')


def test_migrations_of_netbox_come_first(tmp_path: Path) -> None:
    MigrationRecorder(connection).migration_qs.filter(app='wireless').delete()

    with pytest.raises(CommandError, match="run 'netbox migrate', and put it in again"):
        said('--plan')
    assert_refused(tmp_path, 'NetBox or another plugin has migrations to apply first')


def test_a_plugin_that_builds_on_upstreams_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def unknown(*arguments: Any) -> None:
        raise NodeNotFoundError('netbox_pbs.0001 depends on a parent that is not there', ('netbox_pbs', '0001'))

    monkeypatch.setattr(planning, 'MigrationExecutor', unknown)

    assert_refused(tmp_path, r'netbox_pbs\.0001 .* Take it out of PLUGINS')


def test_a_dump_that_cannot_be_written_stops_it(tmp_path: Path) -> None:
    assert_refused(tmp_path / 'nowhere', r'The dump cannot be written: .*No such file.*Nothing was changed')


@pytest.mark.parametrize('where', ['call_command', 'dump._after_the_rows'])
def test_a_failure_leaves_everything_as_it_was_and_no_secrets_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, where: str
) -> None:
    def full(*arguments: Any, **options: Any) -> None:
        raise OSError('No space left on device')

    package = 'netbox_proxbox.takeover'
    monkeypatch.setattr(f'{package}.{where}' if '.' in where else f'{package}.takeover.{where}', full)

    assert_refused(tmp_path, 'No space left')
    assert list(tmp_path.iterdir()) == []


def test_tables_in_use_are_told_as_such(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def in_use(*arguments: Any) -> None:
        raise OperationalError('canceling statement due to lock timeout') from LockNotAvailable()

    monkeypatch.setattr(takeover, 'keep_tables', in_use)

    assert_refused(tmp_path, 'Stop them all, and try again. Nothing was changed')


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / 'upstream.sql').write_text('of another takeover')

    assert_refused(tmp_path, 'File exists')
    assert (tmp_path / 'upstream.sql').read_text() == 'of another takeover'


@pytest.mark.parametrize('option', ['--undo', '--drop-old'])
def test_before_it_there_is_no_way_back(option: str) -> None:
    with pytest.raises(CommandError, match=r'The database holds the tables of upstream; .* Nothing was changed'):
        said(option)


def assert_refused(folder: Path, words: str) -> None:
    before = what_is_upstreams()

    with pytest.raises(CommandError, match=words):
        said(f'--dump={folder / "upstream.sql"}')

    assert what_is_upstreams() == before
