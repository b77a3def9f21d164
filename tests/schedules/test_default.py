"""The schedule that an endpoint gets when nothing is said."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.schedules.rows import interval_row
from tests.builders import an_endpoint

from .writing import PAGES, REST, import_lines, saved


def test_the_form_offers_it(pages: Client) -> None:
    form = pages.get(f'{PAGES}/add/').context['form']

    assert form['interval_every'].initial == 5
    assert form['interval_period'].initial == 'minutes'


@pytest.mark.parametrize(
    ('seconds', 'every', 'period'),
    [(5, 5, 'seconds'), (90, 90, 'seconds'), (7200, 2, 'hours'), (86400, 1, 'days'), (None, None, 'minutes')],
)
def test_it_is_a_setting(
    pages: Client, configure: Callable[..., None], seconds: int | None, every: int | None, period: str
) -> None:
    configure(default_interval=seconds)
    form = pages.get(f'{PAGES}/add/').context['form']

    assert (form['interval_every'].initial, form['interval_period'].initial) == (every, period)


def test_a_form_that_is_emptied_means_none(pages: Client, content: dict[str, Any]) -> None:
    pages.post(f'{PAGES}/add/', {**content, 'interval_every': '', 'interval_period': 'minutes'})

    assert not saved().has_schedule


def test_a_clone_has_the_schedule_of_its_original(pages: Client, two: list[ProxmoxEndpoint]) -> None:
    interval, crontab = (pages.get(f'{PAGES}/add/', endpoint.clone()).context['form'] for endpoint in (two[0], two[1]))

    assert interval['interval_every'].initial == 5
    assert (crontab['interval_every'].initial, crontab['crontab'].initial) == (None, '30 2 * * *')


def test_an_import_without_the_columns_gets_it(pages: Client, content: dict[str, Any], backend: ProxboxBackend) -> None:
    import_lines(pages, {**content, 'backend': backend.name})

    assert saved().sync_interval == interval_row(5, 'minutes')


def test_an_import_with_an_empty_column_means_none(
    pages: Client, content: dict[str, Any], backend: ProxboxBackend
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
def test_what_rest_gives(rest: APIClient, content: dict[str, Any], said: dict[str, Any], expected: str) -> None:
    answer = rest.post(REST, {**content, **said}, format='json')

    assert answer.status_code == 201, answer.json()
    assert str(saved().sync_interval) == expected


def test_many_at_once_over_rest(rest: APIClient, content: dict[str, Any]) -> None:
    many = [{**content, 'name': 'one'}, {**content, 'name': 'two', 'sync_interval': None}]

    assert rest.post(REST, many, format='json').status_code == 201
    assert [saved(name).has_schedule for name in ('one', 'two')] == [True, False]


def test_an_edit_over_rest_adds_none(rest: APIClient, content: dict[str, Any], backend: ProxboxBackend) -> None:
    endpoint = an_endpoint(backend, name='new')
    rest.put(f'{REST}{endpoint.pk}/', content, format='json')

    assert not saved().has_schedule
