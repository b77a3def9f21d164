"""Only links that nobody could doubt are made; the rest is told apart."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbox_proxbox.sync.linking import Matching, Named, Obstacle, match_by_name

NAMES = st.sampled_from(['pve', 'PVE', 'pve1', 'pve ', ''])


def _named(*names: str, first_pk: int = 1, is_linked: bool = False) -> list[Named]:
    return [Named(pk, name, is_linked) for pk, name in enumerate(names, start=first_pk)]


def test_rows_are_linked_to_the_only_object_of_their_name() -> None:
    matching = match_by_name(_named('a', 'b'), _named('b', 'c', 'a', first_pk=10), ())

    assert matching == Matching(links={1: 12, 2: 10}, left={})


@pytest.mark.parametrize(
    ('row', 'objects', 'obstacle'),
    [
        (Named(1, 'pve', is_linked=True), _named('pve'), Obstacle.ALREADY_LINKED),
        (Named(1, 'pve'), _named('PVE', 'pve1', 'pve '), Obstacle.NO_MATCH),
        (Named(1, 'pve'), _named('pve', 'pve'), Obstacle.SEVERAL_MATCHES),
        (Named(1, 'pve'), _named('pve', is_linked=True), Obstacle.TAKEN),
    ],
)
def test_what_stands_in_the_way_of_a_row(row: Named, objects: list[Named], obstacle: Obstacle) -> None:
    assert match_by_name([row], objects, ()) == Matching(links={}, left={obstacle: ['pve']})


def test_a_row_with_a_rival_is_left() -> None:
    matching = match_by_name(_named('pve', 'pve1'), _named('pve', 'pve1', first_pk=10), {'pve'})

    assert matching == Matching(links={2: 11}, left={Obstacle.RIVALS: ['pve']})


@given(rows=st.lists(st.tuples(NAMES, st.booleans())), objects=st.lists(st.tuples(NAMES, st.booleans())))
def test_every_row_is_linked_or_left_and_no_object_is_linked_twice(
    rows: list[tuple[str, bool]], objects: list[tuple[str, bool]]
) -> None:
    named_rows = [Named(pk, *row) for pk, row in enumerate(rows)]
    named_objects = [Named(pk, *found) for pk, found in enumerate(objects)]

    unlinked = Counter(row.name for row in named_rows if not row.is_linked)

    matching = match_by_name(named_rows, named_objects, {name for name in unlinked if unlinked[name] > 1})

    assert len(matching.links) + sum(map(len, matching.left.values())) == len(rows)
    assert len(set(matching.links.values())) == len(matching.links)
    for row_pk, object_pk in matching.links.items():
        row, found = named_rows[row_pk], named_objects[object_pk]
        assert (row.name, row.is_linked, found.is_linked) == (found.name, False, False)
