"""A database that is not migrated is told by each command, without a traceback."""

from collections.abc import Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection

pytestmark = pytest.mark.django_db

TABLES = ('proxboxbackend', 'proxmoxendpoint')


@pytest.fixture(autouse=True)
def not_migrated() -> Iterator[None]:
    """The plugin is installed, and NetBox alone has its tables."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f'ALTER TABLE netbox_proxbox_{table} RENAME TO not_yet_{table}')
        cursor.execute("UPDATE django_content_type SET app_label = 'not_yet' WHERE app_label = 'netbox_proxbox'")
    ContentType.objects.clear_cache()
    yield
    ContentType.objects.clear_cache()


@pytest.mark.parametrize(
    'command',
    [
        ['proxbox_backend', 'add', 'main', 'http://127.0.0.1:9'],
        ['proxbox_roles'],
        ['proxbox_secrets', 'check'],
        ['proxbox_secrets', 'rotate'],
        ['proxbox_sync', '--all'],
        ['proxbox_sync', '--all', '--enqueue'],
    ],
    ids=' '.join,
)
def test_it_is_told_with_its_cure(command: list[str]) -> None:
    with pytest.raises(CommandError, match=r"The database cannot be used \(\w+\): run 'netbox migrate'.") as refused:
        call_command(*command)
    assert refused.value.returncode == 1
