"""A real `netbox migrate` in a database that knows another plugin of the same name, as small as such a one can be."""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from devstack.foundations import TEMPLATE, Foundations
from devstack.paths import ROOT, new_log_folder
from devstack.process import Command
from devstack.supervisor import Supervisor

pytestmark = pytest.mark.integration

MIGRATIONS = ('0001_initial', '0002_of_another', '0129_of_another')
ANOTHER = """
CREATE TABLE netbox_proxbox_proxmoxendpoint (id bigserial PRIMARY KEY, name varchar(255), mode varchar(50));
CREATE TABLE netbox_proxbox_ofanother (id bigserial PRIMARY KEY, endpoint_id bigint NOT NULL
    REFERENCES netbox_proxbox_proxmoxendpoint (id));
INSERT INTO netbox_proxbox_proxmoxendpoint (name) VALUES ('pve');
INSERT INTO netbox_proxbox_ofanother (endpoint_id) VALUES (1);
INSERT INTO django_content_type (app_label, model) VALUES ('netbox_proxbox', 'ofanother');
"""
APPLIED = "INSERT INTO django_migrations (app, name, applied) VALUES ('netbox_proxbox', %s, now())"
COLUMNS = "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
CONTENT_TYPES = "SELECT model FROM django_content_type WHERE app_label = 'netbox_proxbox'"
CURE = re.compile(r'^    (DO \$\$.*?)\n\n', re.DOTALL | re.MULTILINE)


class Site:
    """A NetBox whose database knows the other plugin and has never seen this one."""

    def __init__(self, foundations: Foundations, supervisor: Supervisor) -> None:
        number = foundations.next_number()
        self._foundations, self._supervisor = foundations, supervisor
        self._settings = foundations.site(f'netbox_{number}', number)
        foundations.postgres.create_database(self._settings.database, TEMPLATE)

    def run(self, *arguments: str, with_plugin: bool = True) -> tuple[int, str]:
        """The exit code and the output of `netbox ...`."""
        settings = replace(self._settings, with_plugin=with_plugin)
        environment = settings.write(self._foundations.folder / settings.database / 'site.json')
        command = [sys.executable, '-m', 'netbox', *arguments]
        process = self._supervisor.start(Command(f'netbox-{arguments[0]}', command, environment))
        return process.wait(timeout=600), process.log.read_text()

    def database(self) -> psycopg.Connection:
        return self._foundations.postgres.connect(self._settings.database)

    def let_the_other_one_be_known(self) -> None:
        with self.database() as database:
            database.execute(ANOTHER)
            for name in MIGRATIONS:
                database.execute(APPLIED, [name])

    def state(self) -> tuple[set[Any], set[Any]]:
        """All columns of all tables, and all migrations that count as applied."""
        with self.database() as database:
            columns = database.execute(COLUMNS).fetchall()
            return set(columns), set(database.execute('SELECT app, name FROM django_migrations').fetchall())


@pytest.fixture
def site() -> Iterator[Site]:
    with Supervisor(new_log_folder('namesake')) as supervisor:
        yield Site(Foundations.from_environment(), supervisor)


def assert_refused_in_words(site: Site, *arguments: str) -> None:
    before = site.state()

    code, said = site.run('migrate', '--no-input', *arguments)

    assert code == 1
    assert "another plugin named 'netbox_proxbox': 3 applied migrations (0001_initial" in said
    assert '2 tables (netbox_proxbox_ofanother, netbox_proxbox_proxmoxendpoint).' in said
    assert 'Another plugin of the same name' in said
    assert 'Traceback' not in said
    assert site.state() == before


def test_nothing_is_changed_and_what_to_do_is_told(site: Site) -> None:
    site.let_the_other_one_be_known()

    assert_refused_in_words(site)


@pytest.mark.large
def test_the_first_migration_refuses_it_too_and_the_documented_cure_works(site: Site) -> None:
    assert site.run('migrate', '--no-input', 'django_celery_beat')[0] == 0
    site.let_the_other_one_be_known()
    assert_refused_in_words(site, '--skip-checks')

    with site.database() as database:
        database.execute(documented_cure())
    command = ('remove_stale_contenttypes', '--include-stale-apps', '--no-input')
    assert site.run(*command, with_plugin=False)[0] == 0
    with site.database() as database:
        assert database.execute(CONTENT_TYPES).fetchall() == []
    code, said = site.run('migrate', '--no-input')

    assert (code, 'Applying netbox_proxbox.0001_clusters_and_nodes... OK' in said) == (0, True)


def documented_cure() -> str:
    page = (ROOT / 'docs' / 'operations.md').read_text().partition('## Another plugin of the same name')[2]
    found = CURE.search(page)
    assert found
    return found[1]
