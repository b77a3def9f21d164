"""What happened, told from entries of the change log and from runs, without a database."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from netbox_proxbox.tracking.field_history import Entry
from netbox_proxbox.tracking.timeline import Kind, Logged, Row, Streak, happenings_in, streaks

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
NODE = Row('proxmoxnode', 1, 'pve1')


def logged(minutes: int, before: dict[str, Any], after: dict[str, Any], row: Row = NODE) -> Logged:
    time = NOON + timedelta(minutes=minutes)
    return Logged(row, Entry(time=time, request_id=uuid4(), user_name='ada', message='', before=before, after=after))


def test_a_node_that_is_back_was_offline_for_a_time_and_one_that_is_not_for_nobody_knows() -> None:
    off, on = {'online': False}, {'online': True}
    other = Row('proxmoxnode', 2, 'pve2')

    found = list(happenings_in([logged(9, on, off), logged(6, off, on), logged(3, on, off, other), logged(0, on, off)]))

    assert [each.lasted for each in found] == [None, None, None, timedelta(minutes=6)]
    assert {each.kind for each in found} == {Kind.STATES}


@pytest.mark.parametrize(
    ('before', 'after', 'kind', 'fields'),
    [
        ({}, {'name': 'pve1'}, Kind.MEMBERS, ()),
        ({'name': 'pve1'}, {}, Kind.MEMBERS, ()),
        ({'quorate': True}, {'quorate': False}, Kind.STATES, ('quorate',)),
        ({'proxmox_cluster': None}, {'proxmox_cluster': 3}, Kind.MEMBERS, ('proxmox_cluster',)),
        ({'netbox_device': None}, {'netbox_device': 3}, Kind.LINKS, ('netbox_device',)),
        ({'comments': '', 'last_updated': 1}, {'comments': 'x', 'last_updated': 2}, Kind.OTHER, ('comments',)),
        (
            {'online': False, 'netbox_device': None},
            {'online': True, 'netbox_device': 3},
            Kind.STATES,
            ('online', 'netbox_device'),
        ),
    ],
)
def test_a_change_is_of_one_kind(
    before: dict[str, Any], after: dict[str, Any], kind: Kind, fields: tuple[str, ...]
) -> None:
    (found,) = happenings_in([logged(0, before, after)])
    assert (found.kind, found.fields) == (kind, fields)
    assert (found.is_new, found.is_gone) == (not before, not after)


def test_syncs_that_failed_alike_in_a_row_are_told_once() -> None:
    def ended(run_id: int, code: str) -> Streak:
        return Streak(run_id, NOON - timedelta(minutes=run_id), code, f'Cause {run_id}.' if code else '')

    ends = [ended(1, 'a'), ended(2, 'a'), ended(3, 'b'), ended(4, ''), ended(5, 'b')]
    found = [(each.count, each.message, each.run_id) for each in streaks(ends)]

    assert found == [(2, 'Cause 1.', 1), (1, 'Cause 3.', 3), (1, 'Cause 5.', 5)]
