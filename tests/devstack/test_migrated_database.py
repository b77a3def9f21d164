"""The dump in the cache is the one of the migrations that are installed."""

from pathlib import Path

import pytest

from devstack.migrated_database import migration_counts, migrations_digest

LOG = """3 migrations
Operations to perform:
Running migrations:
  Applying contenttypes.0001_initial... OK
  Applying auth.0001_initial... OK
  Applying dcim.0001_squashed..."""


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    for app in ('dcim', 'django/contrib/auth', 'django_celery_beat'):
        folder = tmp_path / app / 'migrations'
        folder.mkdir(parents=True)
        (folder / '0001_initial.py').write_text('operations = []')
    return tmp_path


@pytest.mark.parametrize('path', ['dcim/migrations/0001_initial.py', 'django/contrib/auth/migrations/0002_name.py'])
def test_a_changed_or_new_migration_changes_the_digest(packages: Path, path: str) -> None:
    before = migrations_digest(packages)
    (packages / path).write_text('operations = [1]')
    assert migrations_digest(packages) != before


def test_the_plugins_own_migrations_do_not_count(packages: Path) -> None:
    before = migrations_digest(packages)
    (packages / 'django_celery_beat/migrations/0002_more.py').write_text('operations = [1]')
    assert migrations_digest(packages) == before


def test_the_digest_does_not_depend_on_where_the_packages_are(packages: Path, tmp_path: Path) -> None:
    before = migrations_digest(packages)
    moved = packages.rename(tmp_path.with_name(f'{tmp_path.name}-moved'))
    assert migrations_digest(moved) == before


def test_progress_is_what_the_log_says() -> None:
    assert migration_counts(LOG) == (2, 3)


def test_before_the_first_line_there_is_no_progress() -> None:
    assert migration_counts('') == (0, 0)
