"""A database as upstream's plugin leaves it, for all tests of a module, which roll back what they change."""

from collections.abc import Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from devstack.upstream_data import add_neighbors
from netbox_proxbox.takeover import undo
from netbox_proxbox.takeover.kinds import KINDS

from .belongings import add_belongings
from .recording import load


@pytest.fixture(scope='module')
def upstream(test_database: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Upstream's tables, in the place of ours, with what NetBox has about their objects."""
    with django_db_blocker.unblock(), transaction.atomic():
        _forget_given_keys()
        add_neighbors()
        load()
        undo()
        add_belongings()
        yield
        transaction.set_rollback(True)
    ContentType.objects.clear_cache()


@pytest.fixture
def rolled_back(upstream: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Each test has its own savepoint."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _forget_given_keys() -> None:
    """Sequences do not roll back: the keys that other tests have used up would be passed over after a takeover."""
    with connection.cursor() as cursor:
        for kind in KINDS.values():
            cursor.execute(f'ALTER TABLE {kind._meta.db_table} ALTER COLUMN id RESTART')
