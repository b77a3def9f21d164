"""What the pages of endpoints say about their schedules."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from users.models import User

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.schedules.rows import crontab_row, interval_row
from netbox_proxbox.tables import ProxmoxEndpointTable
from netbox_proxbox.views import ProxmoxEndpointListView
from tests.accounts import grant, page_client
from tests.builders import a_run, an_endpoint

LIST = '/plugins/proxbox/endpoints/proxmox/'
HOUR = timedelta(hours=1)


@pytest.fixture
def endpoint(backend: ProxboxBackend) -> ProxmoxEndpoint:
    return an_endpoint(backend, sync_interval=interval_row(5, 'minutes'))


def words_of(pages: Client, address: str) -> str:
    answer = pages.get(address)
    assert answer.status_code == 200
    return ' '.join(unescape(answer.content.decode()).split())


def note(**notes: Any) -> None:
    ProxmoxEndpoint.objects.update(**{name: Now() + value for name, value in notes.items()})


class TestTheEndpointsPage:
    """Schedule, next run, last run, and why not."""

    def test_an_interval_and_its_next_time(self, pages: Client, endpoint: ProxmoxEndpoint) -> None:
        note(next_sync_at=timedelta(minutes=90))
        words = words_of(pages, endpoint.get_absolute_url())

        assert 'Every 5 minutes' in words
        assert '(in 1 hour)' in words

    def test_a_crontab_in_words(self, pages: Client, backend: ProxboxBackend) -> None:
        nightly = crontab_row(minute='30', hour='2', timezone='Europe/Berlin')
        words = words_of(pages, an_endpoint(backend, sync_crontab=nightly).get_absolute_url())

        assert '30 2 * * *' in words
        assert 'Europe/Berlin' in words

    def test_no_schedule(self, pages: Client, backend: ProxboxBackend) -> None:
        assert 'Not scheduled' in words_of(pages, an_endpoint(backend).get_absolute_url())

    def test_the_last_run_with_its_cause(self, pages: Client, endpoint: ProxmoxEndpoint) -> None:
        a_run(endpoint, 'failed', cause='It broke.', cure='Mend it.', ended_at=Now() - HOUR)
        a_run(endpoint, 'skipped', ended_at=Now())
        words = words_of(pages, endpoint.get_absolute_url())

        assert 'It broke.' in words
        assert 'Mend it.' in words

    def test_an_active_run_that_waits_for_room(self, pages: Client, endpoint: ProxmoxEndpoint) -> None:
        for number in range(2):
            a_run(an_endpoint(endpoint.backend, name=f'busy {number}'), 'running')
        a_run(endpoint, 'queued')

        assert 'Waits for room at backend "main": 2 of 2 runs are running.' in words_of(
            pages, endpoint.get_absolute_url()
        )

    def test_a_run_that_waits_for_a_backend_that_backs_off(self, pages: Client, endpoint: ProxmoxEndpoint) -> None:
        ProxboxBackend.objects.update(paused_until=Now() + HOUR)
        a_run(endpoint, 'queued', trigger='schedule')

        assert 'Waits until the back-off of backend "main" is over.' in words_of(pages, endpoint.get_absolute_url())

    def test_overdue(self, pages: Client, endpoint: ProxmoxEndpoint) -> None:
        assert 'Overdue' not in words_of(pages, endpoint.get_absolute_url())
        note(overdue_at=-HOUR)

        assert 'It should have been read 1 hour ago at the latest.' in words_of(pages, endpoint.get_absolute_url())

    def test_runs_stay_hidden_from_those_who_may_not_see_them(self, endpoint: ProxmoxEndpoint) -> None:
        operator = User.objects.create_user(username='operator')
        grant(operator, ProxmoxEndpoint, 'view')
        a_run(endpoint, 'failed', cause='It broke.', ended_at=Now())

        assert 'It broke.' not in words_of(page_client(operator), endpoint.get_absolute_url())


class TestTheList:
    """Columns that say which endpoints need a look."""

    def test_last_run_and_overdue(self, pages: Client, endpoint: ProxmoxEndpoint) -> None:
        run = a_run(endpoint, 'failed', ended_at=Now())
        note(overdue_at=-HOUR)
        words = words_of(pages, LIST)

        assert f'<a href="{run.get_absolute_url()}" class="badge text-bg-red">Failed</a>' in words
        assert '>Overdue</span>' in words

    def test_what_is_in_time_shows_a_dash(self, endpoint: ProxmoxEndpoint) -> None:
        note(overdue_at=HOUR)
        (row,) = ProxmoxEndpointTable(ProxmoxEndpointListView.queryset).rows

        assert unescape(strip_tags(row.get_cell('is_overdue'))) == '—'

    def test_it_can_be_filtered_ordered_and_exported(self, pages: Client, endpoint: ProxmoxEndpoint) -> None:
        an_endpoint(endpoint.backend, name='fine')
        a_run(endpoint, 'failed', ended_at=Now())
        note(overdue_at=-HOUR)

        assert [row.record.name for row in pages.get(f'{LIST}?overdue=true').context['table'].rows] == ['lab']
        assert words_of(pages, f'{LIST}?sort=-is_overdue,last_run_status')
        exported = pages.get(f'{LIST}?export=table&overdue=true').content.decode()
        assert 'failed' in exported
        assert 'True' in exported

    def test_constant_queries(self, pages: Client, endpoint: ProxmoxEndpoint) -> None:
        def queries() -> int:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert pages.get(LIST).status_code == 200
            return len(captured)

        queries()
        a_run(endpoint, 'succeeded', ended_at=Now())
        with_one = queries()
        for number in range(5):
            other = an_endpoint(endpoint.backend, name=f'lab {number}', sync_interval=endpoint.sync_interval)
            a_run(other, 'failed', ended_at=Now())
        note(overdue_at=-HOUR)

        assert queries() == with_one
