"""The documented answer, counted from what a run changed."""

from typing import Any

import pytest

from netbox_proxbox.sync.writing import result_of


def record(model: str, action: str, pk: int = 1) -> dict[str, Any]:
    return {'object_type': f'netbox_proxbox.{model}', 'action': action, 'object_id': pk, 'name': 'any', 'fields': {}}


def test_the_documented_example() -> None:
    records = [
        record('proxmoxendpoint', 'update'),
        record('proxmoxcluster', 'create'),
        *[record('proxmoxnode', 'create', pk) for pk in range(3)],
    ]

    assert result_of('cluster', records) == {
        'mode': 'cluster',
        'clusters': {'created': 1, 'updated': 0},
        'nodes': {'created': 3, 'updated': 0, 'deleted': 0},
    }


def test_nothing_changed() -> None:
    assert result_of('standalone', []) == {
        'mode': 'standalone',
        'clusters': {'created': 0, 'updated': 0},
        'nodes': {'created': 0, 'updated': 0, 'deleted': 0},
    }


@pytest.mark.parametrize(
    ('model', 'action', 'place'),
    [
        ('proxmoxcluster', 'update', ('clusters', 'updated')),
        ('proxmoxnode', 'update', ('nodes', 'updated')),
        ('proxmoxnode', 'delete', ('nodes', 'deleted')),
    ],
)
def test_each_action_has_its_place(model: str, action: str, place: tuple[str, str]) -> None:
    records = [record(model, action, pk) for pk in range(2)]

    assert result_of('cluster', records)[place[0]][place[1]] == 2


def test_a_row_that_changes_twice_counts_once() -> None:
    found = result_of('cluster', [*[record('proxmoxnode', 'update', 2)] * 2, record('proxmoxnode', 'delete', 2)])

    assert found['nodes'] == {'created': 0, 'updated': 1, 'deleted': 1}
