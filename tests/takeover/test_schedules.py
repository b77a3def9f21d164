"""Recurring jobs of upstream's plugin, as schedules of endpoints."""

from typing import Any

import pytest

from netbox_proxbox.takeover.schedules import LONGEST, every_and_period, minutes_of


def job(interval: int, **params: Any) -> dict[str, Any]:
    return {'interval': interval, 'data': {'proxbox_sync': {'params': params}}}


def test_the_shortest_interval_of_each_endpoint_counts() -> None:
    jobs = [job(1440, sync_types=['all']), job(60, sync_types=['devices'], proxmox_endpoint_ids=['2', '9'])]

    assert minutes_of(jobs, [1, 2]) == {1: 1440, 2: 60}


@pytest.mark.parametrize(
    'params',
    [
        {'sync_types': ['vm-backups']},
        {'sync_type': 'vm-backups'},
        {'sync_types': ['all'], 'netbox_vm_ids': ['5']},
        {'sync_types': ['all'], 'batch_object_ids': ['5']},
        {'sync_types': ['all'], 'proxmox_endpoint_ids': ['9']},
    ],
)
def test_what_reads_no_node_of_an_endpoint_is_no_schedule_of_it(params: dict[str, Any]) -> None:
    assert minutes_of([job(60, **params)], [1, 2]) == {}


def test_the_older_spelling_is_read() -> None:
    assert minutes_of([job(60, sync_type='devices', proxmox_endpoint_ids=['', '2'])], [1, 2]) == {2: 60}


@pytest.mark.parametrize('said', [{}, {'params': None}, {'params': {'sync_types': None, 'sync_type': None}}, None])
def test_a_job_without_a_word_about_what_is_for_all(said: dict[str, Any] | None) -> None:
    assert minutes_of([{'interval': 10**9, 'data': {'proxbox_sync': said}}], [1]) == {1: LONGEST}


@pytest.mark.parametrize(
    ('minutes', 'expected'), [(1440, (1, 'days')), (120, (2, 'hours')), (90, (90, 'minutes')), (1, (1, 'minutes'))]
)
def test_an_interval_is_said_in_its_largest_unit(minutes: int, expected: tuple[int, str]) -> None:
    assert every_and_period(minutes) == expected
