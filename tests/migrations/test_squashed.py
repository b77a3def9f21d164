"""The squashed migration leaves what those leave that it replaces, and a database that has some of them goes on."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from netbox_proxbox.models import ProxmoxNode

APP = 'netbox_proxbox'
SQUASHED, LAST = '0001_squashed_0008_deletion_confirmed_at', '0008_deletion_confirmed_at'


def test_it_replaces_all_that_there_are_up_to_its_last() -> None:
    migrations = {name: found for (app, name), found in MigrationLoader(None).disk_migrations.items() if app == APP}

    replaced = [name for name in sorted(migrations) if name <= LAST and name != SQUASHED]
    assert migrations[SQUASHED].replaces == [(APP, name) for name in replaced]


def test_it_leaves_what_they_leave() -> None:
    at_once, one_by_one = MigrationLoader(None), MigrationLoader(None, replace_migrations=False)
    states = one_by_one.project_state((APP, LAST)), at_once.project_state((APP, SQUASHED))

    assert MigrationAutodetector(*states).changes(graph=at_once.graph).get(APP, []) == []


@pytest.mark.django_db
def test_a_database_that_has_some_of_them_goes_on_with_the_next() -> None:
    recorded = MigrationRecorder(connection).migration_qs.filter(app=APP)
    assert recorded.filter(name__in=(SQUASHED, LAST)).delete()[0] == 2
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE {ProxmoxNode._meta.db_table} DROP deletion_confirmed_at')

    call_command('migrate', APP, interactive=False, verbosity=0)

    assert recorded.filter(name__in=(SQUASHED, LAST)).count() == 2
    assert not ProxmoxNode.objects.filter(deletion_confirmed_at__isnull=False).exists()
