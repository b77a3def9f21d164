"""What another plugin of the same name leaves in a database, and what is ours."""

import pytest
from django.core.checks import Tags, run_checks
from django.core.management.base import CommandError
from django.db import connection

from netbox_proxbox.checks import database_is_ours
from netbox_proxbox.database.namesake import CURE, OURS, refuse_namesake, traces_of_namesake
from netbox_proxbox.doctor.database import migrations as applied

THEIRS = ('netbox_proxbox_ofanother', 'netbox_proxbox_proxmoxendpoint')
NETBOX = ('dcim_device', 'django_migrations')


def test_a_database_that_has_never_seen_the_plugin_is_fine() -> None:
    assert traces_of_namesake([], NETBOX) == ''


@pytest.mark.parametrize('migrations', [['0001_initial'], ['0001_initial', '0099_of_a_later_release']])
def test_our_own_tables_are_fine_whatever_release_made_them(migrations: list[str]) -> None:
    assert traces_of_namesake(migrations, [*NETBOX, OURS, 'netbox_proxbox_proxmoxendpoint']) == ''


@pytest.mark.parametrize(
    ('migrations', 'tables', 'told'),
    [
        (['0001_initial'], NETBOX, '1 applied migrations (0001_initial)'),
        ([], [*NETBOX, *THEIRS], f'2 tables ({", ".join(THEIRS)})'),
        (
            [f'000{number}' for number in range(1, 6)],
            [*NETBOX, *THEIRS],
            '5 applied migrations (0001, 0002, 0003, …) and 2 tables (',
        ),
    ],
)
def test_what_is_not_ours_is_told(migrations: list[str], tables: list[str], told: str) -> None:
    found = traces_of_namesake(migrations, tables)

    assert told in found
    assert found.startswith("The database holds another plugin named 'netbox_proxbox': ")


@pytest.mark.django_db
def test_the_check_the_first_migration_and_the_doctor_tell_it() -> None:
    assert run_checks(tags=[Tags.database], databases=['default']) == []
    with connection.schema_editor() as editor:
        refuse_namesake(None, editor)
        editor.execute(f'ALTER TABLE {OURS} RENAME TO netbox_proxbox_of_another')

        (error,) = database_is_ours(None, databases=['default'])
        (finding,) = applied()
        with pytest.raises(CommandError, match='another plugin') as refusal:
            refuse_namesake(None, editor)

    assert (error.id, error.is_serious(), error.hint) == ('netbox_proxbox.E001', True, CURE)
    assert (finding.level, finding.summary, finding.cure) == ('error', error.msg, CURE)
    assert str(refusal.value) == f'{error.msg} {CURE}'


def test_nothing_is_asked_of_a_database_that_is_not_named() -> None:
    assert database_is_ours(None) == []
