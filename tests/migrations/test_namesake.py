"""A real `netbox migrate` in a database that knows another plugin of the same name, as small as such a one can be."""

import re
from collections.abc import Iterator

import pytest

from devstack.paths import ROOT
from tests.bare_site import BareSite

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
CONTENT_TYPES = "SELECT model FROM django_content_type WHERE app_label = 'netbox_proxbox'"
CURE = re.compile(r'^    (DO \$\$.*?)\n\n', re.DOTALL | re.MULTILINE)


@pytest.fixture
def site() -> Iterator[BareSite]:
    with BareSite.attached('namesake') as site:
        yield site


def let_the_other_one_be_known(site: BareSite) -> None:
    with site.database() as database:
        database.execute(ANOTHER)
        for name in MIGRATIONS:
            database.execute(APPLIED, [name])


def assert_refused_in_words(site: BareSite, *arguments: str) -> None:
    before = site.state()

    code, said = site.run('migrate', '--no-input', *arguments)

    assert code == 1
    assert "another plugin named 'netbox_proxbox': 3 applied migrations (0001_initial" in said
    assert '2 tables (netbox_proxbox_ofanother, netbox_proxbox_proxmoxendpoint).' in said
    assert 'Another plugin of the same name' in said
    assert 'Traceback' not in said
    assert site.state() == before


def test_nothing_is_changed_and_what_to_do_is_told(site: BareSite) -> None:
    let_the_other_one_be_known(site)

    assert_refused_in_words(site)


@pytest.mark.large
def test_the_first_migration_refuses_it_too_and_the_documented_cure_works(site: BareSite) -> None:
    assert site.run('migrate', '--no-input', 'django_celery_beat')[0] == 0
    let_the_other_one_be_known(site)
    assert_refused_in_words(site, '--skip-checks')

    with site.database() as database:
        database.execute(documented_cure())
    command = ('remove_stale_contenttypes', '--include-stale-apps', '--no-input')
    assert site.run(*command, with_plugin=False)[0] == 0
    with site.database() as database:
        assert database.execute(CONTENT_TYPES).fetchall() == []
    code, said = site.run('migrate', '--no-input')

    assert (code, 'Applying netbox_proxbox.0001_squashed_0008_deletion_confirmed_at... OK' in said) == (0, True)


def documented_cure() -> str:
    page = (ROOT / 'docs' / 'operations.md').read_text().partition('## Another plugin of the same name')[2]
    found = CURE.search(page)
    assert found
    return found[1]
