"""The page of beat: its entries, what is wrong with them, and the schedules that endpoints have."""

from html import unescape

import pytest
from django.test import Client
from django_celery_beat.models import PeriodicTask, PeriodicTasks
from users.models import User

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.schedules.beat_entries import HOUSEKEEPING, OURS, SWEEP, TICK
from netbox_proxbox.schedules.rows import crontab_row, interval_row
from tests.accounts import grant, page_client
from tests.builders import an_endpoint

PAGE = '/plugins/proxbox/schedules/'


def words_of(pages: Client) -> str:
    answer = pages.get(PAGE)
    assert answer.status_code == 200
    return ' '.join(unescape(answer.content.decode()).split())


@pytest.fixture
def entries(db: None) -> None:
    """What beat adds when it starts."""
    for name in OURS:
        PeriodicTask.objects.create(name=name, task=f'worker.tasks.{name}', interval=interval_row(5, 'seconds'))


@pytest.mark.usefixtures('entries')
def test_entries_that_are_well(pages: Client) -> None:
    words = words_of(pages)

    assert 'worker.tasks.proxbox-tick' in words
    assert 'What is wrong' not in words


def test_before_beat_has_run(pages: Client) -> None:
    words = words_of(pages)

    assert 'Beat does not know this entry yet. No endpoint is synced by itself.' in words
    assert 'Enable the entries' not in words


@pytest.mark.usefixtures('entries')
@pytest.mark.parametrize(
    ('name', 'effect'),
    [
        (TICK, 'No endpoint is synced by itself.'),
        (SWEEP, 'Runs that get lost are not ended, and vanished messages are not sent again.'),
        (HOUSEKEEPING, 'Old runs and events are not deleted, and the database grows.'),
    ],
)
def test_an_entry_that_somebody_has_disabled_can_be_enabled(pages: Client, name: str, effect: str) -> None:
    PeriodicTask.objects.filter(name=name).update(enabled=False)
    words = words_of(pages)
    assert f'The entry is disabled. {effect}' in words
    assert 'Enable the entries' in words
    heard_before = PeriodicTasks.last_change()

    pages.post(PAGE)

    words = words_of(pages)
    assert 'What is wrong' not in words
    assert 'Beat takes it up again' in words
    assert PeriodicTasks.last_change() != heard_before


@pytest.mark.usefixtures('entries')
def test_an_entry_of_others_is_not_ours_to_enable(pages: Client) -> None:
    PeriodicTask.objects.filter(name=SWEEP).delete()
    PeriodicTask.objects.create(name='of others', task='a.task', interval=interval_row(5, 'seconds'), enabled=False)

    assert 'Enable the entries' not in words_of(pages)


@pytest.mark.usefixtures('entries')
def test_a_page_that_is_out_of_date_is_told_that_nothing_was_to_be_enabled(pages: Client) -> None:
    pages.post(PAGE)

    assert 'no entry of the plugin is disabled' in words_of(pages)


def test_schedules_lead_to_their_endpoints(pages: Client, backend: ProxboxBackend) -> None:
    often = interval_row(7, 'minutes')
    for number in range(2):
        an_endpoint(backend, name=f'often {number}', sync_interval=often)
    an_endpoint(backend, name='nightly', sync_crontab=crontab_row(minute='30', hour='2'))
    an_endpoint(backend, name='never')
    interval_row(11, 'minutes')
    words = words_of(pages)

    assert 'Every 7 minutes' in words
    assert f'?sync_interval_id={often.pk}">2</a>' in words
    assert '30 2' in words
    assert 'very 11 minutes' not in words


@pytest.mark.usefixtures('entries')
def test_who_may_do_what(backend: ProxboxBackend) -> None:
    an_endpoint(backend, sync_interval=interval_row(7, 'minutes'))
    operator = User.objects.create_user(username='operator')
    assert page_client(operator).get(PAGE).status_code == 403

    grant(operator, ProxmoxEndpoint, 'view', constraints={'name': 'another'})
    assert 'Every 7 minutes' not in words_of(page_client(operator))
    assert page_client(operator).post(PAGE).status_code == 403
