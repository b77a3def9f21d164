"""Since when a row has its values."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from netbox_proxbox.tracking.field_history import Entry, creation, last_change, times_in

DAY = datetime(2026, 11, 1, tzinfo=UTC)


def entry(hour: int, before: dict[str, Any], after: dict[str, Any]) -> Entry:
    time = DAY.replace(hour=hour)
    return Entry(time=time, request_id=UUID(int=hour), user_name='admin', message='', before=before, after=after)


CREATED = entry(1, {}, {'online': True, 'name': 'pve1'})
WENT = entry(2, {'online': True, 'name': 'pve1'}, {'online': False, 'name': 'pve1'})
RENAMED = entry(3, {'online': False, 'name': 'pve1'}, {'online': False, 'name': 'pve2'})


def test_a_value_is_as_old_as_the_newest_entry_that_changed_it() -> None:
    log = [RENAMED, WENT, CREATED]
    assert last_change(log, 'online') is WENT
    assert last_change(log, 'name') is RENAMED


def test_a_value_that_never_changed_is_as_old_as_the_row() -> None:
    assert last_change([CREATED], 'online') is CREATED
    assert creation([WENT, CREATED]) is CREATED


def test_what_the_log_does_not_reach_is_not_guessed() -> None:
    assert last_change([RENAMED], 'online') is None
    assert last_change([], 'online') is None
    assert creation([RENAMED]) is None
    assert creation([]) is None


def test_a_field_that_a_release_added_has_no_change_before_it() -> None:
    assert last_change([CREATED], 'pve_version') is None


def test_times_are_told_with_their_end_the_last_first() -> None:
    log = [
        entry(5, {'why': ''}, {'why': 'limit'}),
        entry(4, {'why': 'limit'}, {'why': ''}),
        entry(3, {'why': 'all'}, {'why': 'limit'}),
        entry(2, {'why': ''}, {'why': 'all'}),
        CREATED,
    ]
    found = [(begin.hour, end and end.hour) for begin, end in times_in(log, 'why', ('limit', 'all'))]
    assert found == [(5, None), (2, 4)]
