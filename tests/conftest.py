"""What every test may use."""

from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.test.utils import setup_databases, teardown_databases
from extras.models import Tag
from pytest_django import DjangoDbBlocker
from users.models import ObjectPermission, User

from netbox_proxbox.health import probing
from tests.guarantees.fault_table import pytest_terminal_summary
from tests.lab_fixtures import estate, lab, proxbox, server, way
from tests.processes import pytest_collection_modifyitems, pytest_xdist_make_scheduler, pytest_xdist_setupnodes
from tests.proxbox_api_service import proxbox_api, starting_proxbox_api
from tests.stack_fixtures import backend, control, endpoints, instant, instant_endpoint, netbox, services

__all__ = (
    'backend',
    'committed',
    'control',
    'endpoints',
    'estate',
    'instant',
    'instant_endpoint',
    'lab',
    'netbox',
    'patient_probes',
    'proxbox',
    'proxbox_api',
    'pytest_collection_modifyitems',
    'pytest_terminal_summary',
    'pytest_xdist_make_scheduler',
    'pytest_xdist_setupnodes',
    'server',
    'services',
    'starting_proxbox_api',
    'way',
)

# A machine under load is slow at times; that is no failure of the property.
hypothesis.settings.register_profile('any machine', deadline=None, max_examples=50)
hypothesis.settings.register_profile('quick', deadline=None, max_examples=10)
hypothesis.settings.register_profile('thorough', deadline=None, max_examples=500)
hypothesis.settings.load_profile('any machine')

OURS = (
    'netbox_proxbox_outboxevent',
    'netbox_proxbox_heartbeat',
    'netbox_proxbox_syncrun',
    'netbox_proxbox_proxmoxnode',
    'netbox_proxbox_proxmoxcluster',
    'netbox_proxbox_proxmoxendpoint',
    'netbox_proxbox_proxboxbackend',
    'django_celery_beat_intervalschedule',
    'django_celery_beat_crontabschedule',
    'core_objectchange',
    'extras_cachedvalue',
)


@pytest.fixture(scope='session')
def test_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker, django_db_keepdb: bool) -> Iterator[None]:
    """The database of the tests, which pytest-django makes only when one of them has its mark or its `db`."""
    with django_db_blocker.unblock():
        is_there = str(connection.settings_dict['NAME']).startswith(TEST_DATABASE_PREFIX)
        made = [] if is_there else setup_databases(0, interactive=False, keepdb=django_db_keepdb)
    yield
    if made and not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, 0)


@pytest.fixture
def committed(test_database: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database without a transaction around the test, for locks, threads and what happens after a commit.

    Only what a sync can leave is deleted afterwards: emptying all of NetBox's tables takes seconds for each test.
    """
    with django_db_blocker.unblock():
        yield
        with connection.cursor() as cursor:
            cursor.execute(f'TRUNCATE {", ".join(OURS)} CASCADE')
        User.objects.all().delete()
        ObjectPermission.objects.all().delete()
        Tag.objects.all().delete()


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set settings of the plugin for one test."""

    def change(**values: Any) -> None:
        for name, value in values.items():
            monkeypatch.setitem(settings.PLUGINS_CONFIG['netbox_proxbox'], name, value)

    return change


@pytest.fixture
def patient_probes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Services that are there get half a minute to answer: the machine may be slow."""
    monkeypatch.setattr(probing, 'LIMIT', 30.0)
