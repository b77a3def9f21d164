"""Columns that are named as the form's fields are."""

from typing import Any

import pytest
from django.test import Client

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.schedules.rows import interval_row

from .writing import import_lines, saved


@pytest.mark.parametrize(
    ('columns', 'interval', 'crontab'),
    [
        ({'interval_every': 2, 'interval_period': 'hours'}, 'every 2 hours', False),
        ({'crontab': '30 2 * * *', 'crontab_timezone': 'Europe/Berlin'}, 'None', True),
        ({'crontab': '30 2 * * *'}, 'None', True),
    ],
)
def test_a_line_brings_its_schedule(
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


def test_an_update_without_the_columns_leaves_it_alone(pages: Client, two: list[ProxmoxEndpoint]) -> None:
    import_lines(pages, {'id': two[1].pk, 'description': 'Edited'})

    assert saved('nightly').description == 'Edited'
    assert saved('nightly').sync_crontab is not None
    assert saved('nightly').sync_interval is None


def test_an_update_replaces_it(pages: Client, two: list[ProxmoxEndpoint]) -> None:
    import_lines(pages, {'id': two[1].pk, 'interval_every': 5, 'interval_period': 'minutes'})

    assert (saved('nightly').sync_interval, saved('nightly').sync_crontab) == (interval_row(5, 'minutes'), None)
