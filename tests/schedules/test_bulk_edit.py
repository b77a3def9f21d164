"""One schedule for many endpoints."""

from django.test import Client
from django_celery_beat.models import CrontabSchedule

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.schedules.rows import crontab_row, interval_row

from .writing import edit_in_bulk, saved


def test_an_interval_replaces_what_each_had(pages: Client, two: list[ProxmoxEndpoint]) -> None:
    ProxmoxEndpoint.objects.update(next_sync_at='2026-04-01T00:00:00Z')

    assert edit_in_bulk(pages, two, interval_every=1, interval_period='hours').status_code == 302
    for name in ('often', 'nightly'):
        endpoint = saved(name)
        assert (endpoint.sync_interval, endpoint.sync_crontab) == (interval_row(1, 'hours'), None)
        assert endpoint.next_sync_at is None


def test_a_crontab_keeps_its_time_zone(pages: Client, two: list[ProxmoxEndpoint]) -> None:
    edit_in_bulk(pages, two, crontab='0 3 * * *', crontab_timezone='Europe/Berlin')

    crontab = CrontabSchedule.objects.get(hour='3')
    assert str(crontab.timezone) == 'Europe/Berlin'
    assert [(saved(name).sync_interval, saved(name).sync_crontab) for name in ('often', 'nightly')] == [
        (None, crontab)
    ] * 2


def test_the_schedules_are_removed(pages: Client, two: list[ProxmoxEndpoint]) -> None:
    edit_in_bulk(pages, two, no_schedule='on')

    assert not saved('often').has_schedule
    assert not saved('nightly').has_schedule


def test_what_is_left_empty_stays(pages: Client, two: list[ProxmoxEndpoint]) -> None:
    # A browser sends the time zone and the period that are preselected.
    edit_in_bulk(pages, two, description='Edited', interval_period='minutes', crontab_timezone='UTC')

    assert saved('often').description == 'Edited'
    assert saved('often').sync_interval == interval_row(5, 'minutes')
    assert saved('nightly').sync_crontab == crontab_row(minute='30', hour='2')


def test_a_schedule_that_is_set_and_removed_is_refused(pages: Client, two: list[ProxmoxEndpoint]) -> None:
    answer = edit_in_bulk(pages, two, interval_every=1, interval_period='hours', no_schedule='on')

    assert 'not both' in answer.content.decode()
    assert saved('nightly').sync_interval is None


def test_the_change_log_tells_it(pages: Client, two: list[ProxmoxEndpoint]) -> None:
    edit_in_bulk(pages, two, no_schedule='on')

    diff = pages.get(f'{two[0].get_absolute_url()}changelog/')
    assert diff.status_code == 200
    assert 'Updated' in diff.content.decode()
