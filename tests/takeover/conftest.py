"""A database as upstream's plugin leaves it, for all tests of a module, which roll back what they change."""

from collections.abc import Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from pytest_django import DjangoDbBlocker

from devstack.upstream_data import add_neighbors
from netbox_proxbox.takeover import undo

from .belongings import add_belongings
from .recording import load


@pytest.fixture(scope='module')
def upstream(test_database: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Upstream's tables, in the place of ours, with what NetBox has about their objects."""
    with django_db_blocker.unblock(), transaction.atomic():
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
