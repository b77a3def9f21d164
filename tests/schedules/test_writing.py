"""Schedules as people write them: on the form, in bulk, in an import and over REST."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django_celery_beat.models import CrontabSchedule
from rest_framework.test import APIClient

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.schedule_rows import crontab_row, interval_row
from tests.builders import an_endpoint

PAGES = '/plugins/proxbox/endpoints/proxmox'
REST = '/api/plugins/proxbox/endpoints/'
FIVE_MINUTES = {'every': 5, 'period': 'minutes'}

# What is written in a form or a file, and what the answer says about it.
WRONG = [
    ({'interval_every': 0, 'interval_period': 'minutes'}, 'greater than or equal to 1'),
    ({'interval_every': -5, 'interval_period': 'minutes'}, 'greater than or equal to 1'),
    ({'interval_every': 'often', 'interval_period': 'minutes'}, 'whole number'),
    ({'interval_every': 4, 'interval_period': 'seconds'}, 'between 5 seconds and 366 days'),
    ({'interval_every': 367, 'interval_period': 'days'}, 'between 5 seconds and 366 days'),
    ({'interval_every': 5, 'interval_period': 'fortnights'}, 'not one of the available choices'),
    ({'interval_every': 5, 'interval_period': ''}, 'Choose a period'),
    ({'crontab': '0 0 * *'}, 'five parts'),
    ({'crontab': '61 * * * *'}, 'not in 0-59'),
    ({'crontab': '0-99999999999 * * * *'}, 'not in 0-59'),
    ({'crontab': 'noon * * * *'}, 'noon'),
    ({'crontab': '0 0 31 2 *'}, 'never occurs'),
    ({'crontab': '0 0 * * *', 'crontab_timezone': 'Mars/Olympus'}, 'not one of the available choices'),
    ({'crontab': '0 0 * * *', 'interval_every': 5, 'interval_period': 'minutes'}, 'not both'),
]


def saved(name: str = 'new') -> ProxmoxEndpoint:
    return ProxmoxEndpoint.objects.select_related('sync_interval', 'sync_crontab').get(name=name)


def import_lines(pages: Client, *records: dict[str, Any]) -> Any:
    return pages.post(f'{PAGES}/import/', {'data': json.dumps(records), 'format': 'json', 'csv_delimiter': 'auto'})


def edit_in_bulk(pages: Client, endpoints: list[ProxmoxEndpoint], **fields: Any) -> Any:
    chosen = [endpoint.pk for endpoint in endpoints]
    return pages.post(f'{PAGES}/edit/', {'pk': chosen, '_apply': '', **fields})


@pytest.fixture
def two(backend: ProxboxBackend) -> list[ProxmoxEndpoint]:
    """An endpoint with an interval, and one with a crontab."""
    often = an_endpoint(backend, name='often', sync_interval=interval_row(5, 'minutes'))
    nightly = an_endpoint(backend, name='nightly', sync_crontab=crontab_row(minute='30', hour='2'))
    return [often, nightly]


class TestTheDefault:
    """What an endpoint gets when nothing is said."""

    def test_the_form_offers_it(self, pages: Client) -> None:
        form = pages.get(f'{PAGES}/add/').context['form']

        assert form['interval_every'].initial == 5
        assert form['interval_period'].initial == 'minutes'

    @pytest.mark.parametrize(
        ('seconds', 'every', 'period'),
        [(5, 5, 'seconds'), (90, 90, 'seconds'), (7200, 2, 'hours'), (86400, 1, 'days'), (None, None, 'minutes')],
    )
    def test_it_is_a_setting(
        self, pages: Client, configure: Callable[..., None], seconds: int | None, every: int | None, period: str
    ) -> None:
        configure(default_interval=seconds)
        form = pages.get(f'{PAGES}/add/').context['form']

        assert (form['interval_every'].initial, form['interval_period'].initial) == (every, period)

    def test_a_form_that_is_emptied_means_none(self, pages: Client, content: dict[str, Any]) -> None:
        pages.post(f'{PAGES}/add/', {**content, 'interval_every': '', 'interval_period': 'minutes'})

        assert not saved().has_schedule

    def test_a_clone_has_the_schedule_of_its_original(self, pages: Client, two: list[ProxmoxEndpoint]) -> None:
        interval, crontab = (
            pages.get(f'{PAGES}/add/', endpoint.clone()).context['form'] for endpoint in (two[0], two[1])
        )

        assert interval['interval_every'].initial == 5
        assert (crontab['interval_every'].initial, crontab['crontab'].initial) == (None, '30 2 * * *')

    def test_an_import_without_the_columns_gets_it(
        self, pages: Client, content: dict[str, Any], backend: ProxboxBackend
    ) -> None:
        import_lines(pages, {**content, 'backend': backend.name})

        assert saved().sync_interval == interval_row(5, 'minutes')

    def test_an_import_with_an_empty_column_means_none(
        self, pages: Client, content: dict[str, Any], backend: ProxboxBackend
    ) -> None:
        import_lines(pages, {**content, 'backend': backend.name, 'interval_every': ''})

        assert not saved().has_schedule

    @pytest.mark.parametrize(
        ('said', 'expected'),
        [
            ({}, 'every 5 minutes'),
            ({'sync_interval': {'every': 1, 'period': 'hours'}}, 'every hour'),
            ({'sync_interval': None}, 'None'),
            ({'sync_crontab': None}, 'None'),
            ({'sync_crontab': {'hour': '2'}}, 'None'),
        ],
    )
    def test_rest(self, rest: APIClient, content: dict[str, Any], said: dict[str, Any], expected: str) -> None:
        answer = rest.post(REST, {**content, **said}, format='json')

        assert answer.status_code == 201, answer.json()
        assert str(saved().sync_interval) == expected

    def test_many_at_once_over_rest(self, rest: APIClient, content: dict[str, Any]) -> None:
        many = [{**content, 'name': 'one'}, {**content, 'name': 'two', 'sync_interval': None}]

        assert rest.post(REST, many, format='json').status_code == 201
        assert [saved(name).has_schedule for name in ('one', 'two')] == [True, False]

    def test_an_edit_over_rest_adds_none(
        self, rest: APIClient, content: dict[str, Any], backend: ProxboxBackend
    ) -> None:
        endpoint = an_endpoint(backend, name='new')
        rest.put(f'{REST}{endpoint.pk}/', content, format='json')

        assert not saved().has_schedule


class TestRest:
    """The kind of schedule that is named replaces the other."""

    def test_a_crontab_replaces_an_interval(self, rest: APIClient, two: list[ProxmoxEndpoint]) -> None:
        rest.patch(f'{REST}{two[0].pk}/', {'sync_crontab': {'minute': '0'}}, format='json')

        assert (saved('often').sync_interval, saved('often').sync_crontab) == (None, crontab_row(minute='0'))

    def test_an_interval_replaces_a_crontab(self, rest: APIClient, two: list[ProxmoxEndpoint]) -> None:
        rest.patch(f'{REST}{two[1].pk}/', {'sync_interval': FIVE_MINUTES}, format='json')

        assert (saved('nightly').sync_interval, saved('nightly').sync_crontab) == (interval_row(5, 'minutes'), None)

    def test_many_at_once(self, rest: APIClient, two: list[ProxmoxEndpoint]) -> None:
        changes = [{'id': endpoint.pk, 'sync_interval': {'every': 1, 'period': 'hours'}} for endpoint in two]
        ProxmoxEndpoint.objects.update(next_sync_at='2026-04-01T00:00:00Z')

        assert rest.patch(REST, changes, format='json').status_code == 200
        assert {str(saved(name).sync_interval) for name in ('often', 'nightly')} == {'every hour'}
        assert not ProxmoxEndpoint.objects.exclude(next_sync_at=None).exists()


class TestBulkEdit:
    """One schedule for many endpoints."""

    def test_an_interval(self, pages: Client, two: list[ProxmoxEndpoint]) -> None:
        ProxmoxEndpoint.objects.update(next_sync_at='2026-04-01T00:00:00Z')

        assert edit_in_bulk(pages, two, interval_every=1, interval_period='hours').status_code == 302
        for name in ('often', 'nightly'):
            endpoint = saved(name)
            assert (endpoint.sync_interval, endpoint.sync_crontab) == (interval_row(1, 'hours'), None)
            assert endpoint.next_sync_at is None

    def test_a_crontab_in_a_time_zone(self, pages: Client, two: list[ProxmoxEndpoint]) -> None:
        edit_in_bulk(pages, two, crontab='0 3 * * *', crontab_timezone='Europe/Berlin')

        crontab = CrontabSchedule.objects.get(hour='3')
        assert str(crontab.timezone) == 'Europe/Berlin'
        assert [(saved(name).sync_interval, saved(name).sync_crontab) for name in ('often', 'nightly')] == [
            (None, crontab)
        ] * 2

    def test_none(self, pages: Client, two: list[ProxmoxEndpoint]) -> None:
        edit_in_bulk(pages, two, no_schedule='on')

        assert not saved('often').has_schedule
        assert not saved('nightly').has_schedule

    def test_what_is_left_empty_stays(self, pages: Client, two: list[ProxmoxEndpoint]) -> None:
        # A browser sends the time zone and the period that are preselected.
        edit_in_bulk(pages, two, description='Edited', interval_period='minutes', crontab_timezone='UTC')

        assert saved('often').description == 'Edited'
        assert saved('often').sync_interval == interval_row(5, 'minutes')
        assert saved('nightly').sync_crontab == crontab_row(minute='30', hour='2')

    def test_a_schedule_that_is_set_and_removed_is_refused(self, pages: Client, two: list[ProxmoxEndpoint]) -> None:
        answer = edit_in_bulk(pages, two, interval_every=1, interval_period='hours', no_schedule='on')

        assert 'not both' in answer.content.decode()
        assert saved('nightly').sync_interval is None

    def test_the_change_log_says_so(self, pages: Client, two: list[ProxmoxEndpoint]) -> None:
        edit_in_bulk(pages, two, no_schedule='on')

        diff = pages.get(f'{two[0].get_absolute_url()}changelog/')
        assert diff.status_code == 200
        assert 'Updated' in diff.content.decode()


class TestImport:
    """Columns that are named as the form's fields are."""

    @pytest.mark.parametrize(
        ('columns', 'interval', 'crontab'),
        [
            ({'interval_every': 2, 'interval_period': 'hours'}, 'every 2 hours', False),
            ({'crontab': '30 2 * * *', 'crontab_timezone': 'Europe/Berlin'}, 'None', True),
            ({'crontab': '30 2 * * *'}, 'None', True),
        ],
    )
    def test_a_line(
        self,
        pages: Client,
        content: dict[str, Any],
        backend: ProxboxBackend,
        columns: dict[str, Any],
        interval: str,
        crontab: bool,
    ) -> None:
        answer = import_lines(pages, {**content, 'backend': backend.name, **columns})

        assert answer.status_code == 302
        assert (str(saved().sync_interval), saved().sync_crontab is not None) == (interval, crontab)

    def test_an_update_without_the_columns_leaves_it_alone(self, pages: Client, two: list[ProxmoxEndpoint]) -> None:
        import_lines(pages, {'id': two[1].pk, 'description': 'Edited'})

        assert saved('nightly').description == 'Edited'
        assert saved('nightly').sync_crontab is not None
        assert saved('nightly').sync_interval is None

    def test_an_update_replaces_it(self, pages: Client, two: list[ProxmoxEndpoint]) -> None:
        import_lines(pages, {'id': two[1].pk, 'interval_every': 5, 'interval_period': 'minutes'})

        assert (saved('nightly').sync_interval, saved('nightly').sync_crontab) == (interval_row(5, 'minutes'), None)


class TestRefusals:
    """Nothing wrong is saved, and every answer says what is wrong."""

    @pytest.mark.parametrize(('fields', 'words'), WRONG)
    def test_on_the_form(self, pages: Client, content: dict[str, Any], fields: dict[str, Any], words: str) -> None:
        answer = pages.post(f'{PAGES}/add/', {**content, **fields})

        assert answer.status_code == 200
        assert words in str(answer.context['form'].errors)
        assert not ProxmoxEndpoint.objects.exists()

    @pytest.mark.parametrize(('fields', 'words'), WRONG)
    def test_in_bulk_edit(self, pages: Client, two: list[ProxmoxEndpoint], fields: dict[str, Any], words: str) -> None:
        answer = edit_in_bulk(pages, two, **fields)

        assert answer.status_code == 200
        assert words in str(answer.context['form'].errors)
        assert saved('often').sync_interval == interval_row(5, 'minutes')

    @pytest.mark.parametrize(('fields', 'words'), WRONG)
    def test_in_an_import(
        self, pages: Client, content: dict[str, Any], backend: ProxboxBackend, fields: dict[str, Any], words: str
    ) -> None:
        answer = import_lines(pages, {**content, 'backend': backend.name, **fields})

        assert answer.status_code == 200
        assert words in str(answer.context['form'].errors)
        assert not ProxmoxEndpoint.objects.exists()
