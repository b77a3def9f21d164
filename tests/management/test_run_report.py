"""What a terminal and a script are told of runs."""

from typing import Any

import pytest

from netbox_proxbox.management.run_report import Outcome, changes_in_words, exit_code, lines


def change(kind: str, action: str, name: str = 'x', **fields: list[Any]) -> dict[str, Any]:
    return {'action': action, 'object_type': f'netbox_proxbox.proxmox{kind}', 'name': name, 'fields': fields}


def outcome(status: str, **details: Any) -> Outcome:
    return Outcome(**{'endpoint': 'lab', 'run': 7, 'status': status, 'seconds': 1.25, **details})


@pytest.mark.parametrize(
    ('statuses', 'code'),
    [
        (['succeeded'], 0),
        (['succeeded', 'queued', 'running', 'planned'], 0),
        (['succeeded', 'degraded'], 3),
        (['succeeded', 'held'], 3),
        (['degraded', 'failed'], 1),
        (['lost'], 1),
        (['skipped'], 1),
    ],
)
def test_the_exit_code_is_that_of_the_worst_outcome(statuses: list[str], code: int) -> None:
    assert exit_code(outcome(status) for status in statuses) == code


def test_changes_are_counted_in_words() -> None:
    changes = [
        change('cluster', 'create'),
        change('node', 'create'),
        change('node', 'create'),
        change('node', 'delete'),
    ]
    assert changes_in_words(changes) == '1 cluster created, 2 nodes created, 1 node deleted'


def test_a_sync_without_news_says_so() -> None:
    assert lines(outcome('succeeded'), width=5) == ['lab    succeeded    1.2 s  nothing changed']
    assert lines(outcome('planned'), width=3) == ['lab  planned      1.2 s  nothing would change']


def test_a_failure_shows_cause_and_cure_below_its_line() -> None:
    failed = outcome('failed', cause='It is down.', cure='Start it.', warnings=['Odd.'])
    assert lines(failed, width=3)[1:] == ['     It is down.', '     Start it.', '     Odd.']


def test_a_dry_run_shows_old_and_new_values() -> None:
    planned = outcome('planned', changes=[change('node', 'update', 'pve1', online=[True, False])])
    assert lines(planned, width=3, details=True)[1:] == ['     update node pve1 (online: True → False)']
