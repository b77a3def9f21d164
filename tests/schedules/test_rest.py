"""Over REST, the kind of schedule that is named replaces the other."""

import pytest
from rest_framework.test import APIClient

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.schedules.rows import crontab_row, interval_row

from .writing import REST, saved

FIVE_MINUTES = {'every': 5, 'period': 'minutes'}


def test_a_crontab_replaces_an_interval(rest: APIClient, two: list[ProxmoxEndpoint]) -> None:
    rest.patch(f'{REST}{two[0].pk}/', {'sync_crontab': {'minute': '0'}}, format='json')

    assert (saved('often').sync_interval, saved('often').sync_crontab) == (None, crontab_row(minute='0'))


def test_an_interval_replaces_a_crontab(rest: APIClient, two: list[ProxmoxEndpoint]) -> None:
    rest.patch(f'{REST}{two[1].pk}/', {'sync_interval': FIVE_MINUTES}, format='json')

    assert (saved('nightly').sync_interval, saved('nightly').sync_crontab) == (interval_row(5, 'minutes'), None)


@pytest.mark.parametrize(
    ('changes', 'crontab'), [({'sync_interval': None}, True), ({'sync_interval': None, 'sync_crontab': None}, False)]
)
def test_null_removes_only_the_kind_that_it_is_given_for(
    rest: APIClient, two: list[ProxmoxEndpoint], changes: dict[str, None], crontab: bool
) -> None:
    for endpoint in two:
        assert rest.patch(f'{REST}{endpoint.pk}/', changes, format='json').status_code == 200

    assert (saved('often').sync_interval, saved('often').sync_crontab) == (None, None)
    assert (saved('nightly').sync_crontab is not None) is crontab


def test_many_are_changed_at_once(rest: APIClient, two: list[ProxmoxEndpoint]) -> None:
    changes = [{'id': endpoint.pk, 'sync_interval': {'every': 1, 'period': 'hours'}} for endpoint in two]
    ProxmoxEndpoint.objects.update(next_sync_at='2026-04-01T00:00:00Z')

    assert rest.patch(REST, changes, format='json').status_code == 200
    assert {str(saved(name).sync_interval) for name in ('often', 'nightly')} == {'every hour'}
    assert not ProxmoxEndpoint.objects.exclude(next_sync_at=None).exists()
