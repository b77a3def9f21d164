"""No wrong schedule is saved, and every answer says what is wrong."""

from typing import Any

import pytest
from django.test import Client

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.schedules.rows import interval_row

from .writing import PAGES, edit_in_bulk, import_lines, saved

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


@pytest.mark.parametrize(('fields', 'words'), WRONG)
def test_the_form_refuses_it(pages: Client, content: dict[str, Any], fields: dict[str, Any], words: str) -> None:
    answer = pages.post(f'{PAGES}/add/', {**content, **fields})

    assert answer.status_code == 200
    assert words in str(answer.context['form'].errors)
    assert not ProxmoxEndpoint.objects.exists()


@pytest.mark.parametrize(('fields', 'words'), WRONG)
def test_bulk_edit_refuses_it(pages: Client, two: list[ProxmoxEndpoint], fields: dict[str, Any], words: str) -> None:
    answer = edit_in_bulk(pages, two, **fields)

    assert answer.status_code == 200
    assert words in str(answer.context['form'].errors)
    assert saved('often').sync_interval == interval_row(5, 'minutes')


@pytest.mark.parametrize(('fields', 'words'), WRONG)
def test_an_import_refuses_it(
    pages: Client, content: dict[str, Any], backend: ProxboxBackend, fields: dict[str, Any], words: str
) -> None:
    answer = import_lines(pages, {**content, 'backend': backend.name, **fields})

    assert answer.status_code == 200
    assert words in str(answer.context['form'].errors)
    assert not ProxmoxEndpoint.objects.exists()
