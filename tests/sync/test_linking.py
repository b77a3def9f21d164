"""Only links that nobody could doubt are made; the rest is told apart."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbox_proxbox.sync.linking import Obstacle, Row, Rule, Target, Verdict, match, short

NAMES = st.sampled_from(['pve', 'PVE', 'pve1', 'pve ', 'pve.a.example', 'pve.b.example', ''])
ADDRESSES = st.sampled_from([None, '192.0.2.1', '192.0.2.2'])
BY_NAME = (Rule.NAME, Rule.SHORT_NAME)
NO_MATCH = Verdict(obstacle=Obstacle.NO_MATCH)


def _rows(*names: str) -> list[Row]:
    return [Row(pk, name) for pk, name in enumerate(names, start=1)]


def _targets(*names: str, is_linked: bool = False) -> list[Target]:
    return [Target(pk, name, is_linked=is_linked) for pk, name in enumerate(names, start=10)]


def _of_one(row: Row, targets: Iterable[Target], rules: Iterable[Rule] = Rule, rivals: Iterable[Row] = ()) -> Verdict:
    return match([row], targets, tuple(rules), [row, *rivals])[row]


def test_rows_are_linked_to_the_only_object_of_their_name() -> None:
    verdicts = match(_rows('a', 'b'), _targets('b', 'c', 'a'), (Rule.NAME,), _rows('a', 'b'))

    assert [verdict.link for verdict in verdicts.values()] == [12, 10]


@pytest.mark.parametrize(
    ('row', 'targets', 'expected'),
    [
        (Row(1, 'pve', is_linked=True), _targets('pve'), Verdict(obstacle=Obstacle.ALREADY_LINKED)),
        (Row(1, 'pve'), _targets('PVE', 'pve1', 'pve '), NO_MATCH),
        (Row(1, 'pve'), _targets('pve', 'pve'), Verdict(Rule.NAME, (10, 11), Obstacle.SEVERAL_MATCHES)),
        (Row(1, 'pve'), _targets('pve', is_linked=True), Verdict(Rule.NAME, (10,), Obstacle.TAKEN)),
        (Row(1, 'pve', refused=frozenset({10})), _targets('pve'), NO_MATCH),
        (Row(1, 'pve', refused=frozenset({10})), _targets('pve', 'pve'), Verdict(Rule.NAME, (11,))),
    ],
)
def test_what_stands_in_the_way_of_a_row(row: Row, targets: list[Target], expected: Verdict) -> None:
    assert _of_one(row, targets, [Rule.NAME]) == expected


@pytest.mark.parametrize(
    ('row', 'target', 'is_found'),
    [
        ('pve1', 'PVE1', True),
        ('pve1', 'pve1.example.com', True),
        ('Pve1.example.com', 'pve1', True),
        ('PVE1.example.com', 'pve1.EXAMPLE.com', True),
        ('pve1.a.example', 'pve1.b.example', False),
        ('pve1', 'pve10', False),
        ('', '', False),
        ('.example', '', False),
    ],
)
def test_a_domain_counts_only_where_both_sides_have_one(row: str, target: str, is_found: bool) -> None:
    assert (_of_one(Row(1, row), _targets(target), [Rule.SHORT_NAME]).link == 10) is is_found


def test_the_rules_are_tried_in_their_order_and_those_that_are_off_are_not() -> None:
    row = Row(1, 'pve1', '192.0.2.1')
    exact, short_name = Target(10, 'pve1'), Target(11, 'PVE1.example.com')
    address = Target(12, 'server-7', frozenset({'192.0.2.1', '192.0.2.9'}))

    assert _of_one(row, [address, short_name, exact], reversed(Rule)) == Verdict(Rule.NAME, (10,))
    assert _of_one(row, [address, short_name, exact], [Rule.SHORT_NAME]) == Verdict(
        Rule.SHORT_NAME, (10, 11), Obstacle.SEVERAL_MATCHES
    )
    assert _of_one(row, [address, short_name]) == Verdict(Rule.SHORT_NAME, (11,))
    assert _of_one(row, [address]) == Verdict(Rule.ADDRESS, (12,))
    assert _of_one(row, [address], BY_NAME) == NO_MATCH
    assert _of_one(Row(1, 'pve1'), [address, Target(13, 'empty')], [Rule.ADDRESS]) == NO_MATCH


def test_what_one_rule_leaves_in_doubt_no_later_one_decides() -> None:
    row = Row(1, 'pve1', '192.0.2.1')
    twins = [Target(10, 'pve1'), Target(11, 'pve1', frozenset({'192.0.2.1'}))]

    assert _of_one(row, twins) == Verdict(Rule.NAME, (10, 11), Obstacle.SEVERAL_MATCHES)


def test_two_rows_of_one_name_leave_its_object_to_a_person() -> None:
    rows = _rows('pve', 'pve', 'pve1')

    verdicts = match(rows, _targets('pve', 'pve1'), BY_NAME, rows)

    doubtful = Verdict(Rule.NAME, (10,), Obstacle.RIVALS)
    assert list(verdicts.values()) == [doubtful, doubtful, Verdict(Rule.NAME, (11,))]


def test_a_rival_that_was_told_that_it_is_another_object_is_none() -> None:
    row, rival = Row(1, 'pve'), Row(2, 'pve', refused=frozenset({10}))

    assert _of_one(row, _targets('pve'), BY_NAME, [rival]).link == 10


def test_a_claim_by_a_later_rule_is_no_rival_of_an_exact_name() -> None:
    row, rival = Row(1, 'pve'), Row(2, 'PVE', '192.0.2.1')
    target = Target(10, 'pve', frozenset({'192.0.2.1'}))

    assert _of_one(row, [target], Rule, [rival]) == Verdict(Rule.NAME, (10,))
    assert _of_one(rival, [target], Rule, [row]) == Verdict(Rule.SHORT_NAME, (10,), Obstacle.RIVALS)
    assert _of_one(rival, [target], [Rule.ADDRESS], [row]) == Verdict(Rule.ADDRESS, (10,))


def test_a_short_name_has_no_domain_and_small_letters() -> None:
    assert [short(name) for name in ('PVE1.Example.com', 'pve1', '')] == ['pve1', 'pve1', '']


@given(
    rows=st.lists(st.tuples(NAMES, ADDRESSES, st.booleans())),
    targets=st.lists(st.tuples(NAMES, st.frozensets(ADDRESSES.filter(bool)), st.booleans())),
    rules=st.sets(st.sampled_from(Rule)),
)
def test_no_object_is_linked_twice_and_no_linked_one_again(
    rows: list[tuple[str, str | None, bool]], targets: list[tuple[str, frozenset[str], bool]], rules: set[Rule]
) -> None:
    all_rows = [Row(pk, *row) for pk, row in enumerate(rows)]
    all_targets = [Target(pk, *target) for pk, target in enumerate(targets)]

    verdicts = match(all_rows, all_targets, rules, [row for row in all_rows if not row.is_linked])

    assert list(verdicts) == all_rows
    links = {row: verdict.link for row, verdict in verdicts.items() if verdict.link is not None}
    for row, pk in links.items():
        assert not row.is_linked
        assert not all_targets[pk].is_linked
        assert verdicts[row].rule in rules
    assert len(set(links.values())) == len(links)
