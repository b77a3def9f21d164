"""When a node that a complete reading lacks is deleted, and why it stays otherwise: each row of the table of rules."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbox_proxbox.choices import MissingChoices
from netbox_proxbox.models.absence import ABSENCE
from netbox_proxbox.sync.absence import (
    ALL_NODES,
    HELD,
    KEPT,
    LIMIT,
    NOT_MISSING,
    RULE,
    TAG,
    Absent,
    Policy,
    Verdict,
    judge,
)

DELETE = Policy('delete', keep_readings=10, deletion_limit=30)
KEEP = replace(DELETE, when='keep', keep_readings=3)


def missing(number: int, **state: Any) -> list[Absent]:
    """As many nodes that a reading lacks, all in one state."""
    return [replace(Absent(pk=pk, name=f'pve{pk}'), **state) for pk in range(1, number + 1)]


def held(number: int, reason: str) -> Verdict:
    return Verdict((), dict.fromkeys(range(1, number + 1), reason))


@pytest.mark.parametrize('known', [1, 2, 3, 100])
def test_a_single_node_that_leaves_is_deleted_at_once(known: int) -> None:
    assert judge(known, missing(1), DELETE) == Verdict((1,), {})


def test_without_absent_nodes_there_is_nothing_to_judge() -> None:
    assert judge(3, [], DELETE) == Verdict((), {})


@pytest.mark.parametrize(
    ('known', 'number', 'limit', 'expected'),
    [
        (10, 3, 30, Verdict((1, 2, 3), {})),
        (10, 4, 30, held(4, LIMIT)),
        (3, 2, 30, held(2, LIMIT)),
        (3, 2, 67, Verdict((1, 2), {})),
        (10, 2, 0, held(2, LIMIT)),
        (10, 1, 0, Verdict((1,), {})),
        (10, 9, 100, Verdict(tuple(range(1, 10)), {})),
        (10, 10, 100, held(10, ALL_NODES)),
        (2, 2, 30, held(2, ALL_NODES)),
    ],
)
def test_more_than_one_node_and_more_than_the_limit_is_held(
    known: int, number: int, limit: int, expected: Verdict
) -> None:
    assert judge(known, missing(number), replace(DELETE, deletion_limit=limit)) == expected


def test_a_tag_protects_even_what_was_confirmed() -> None:
    absent = missing(1, is_protected=True, is_confirmed=True, because=LIMIT)

    assert judge(3, absent, DELETE) == Verdict((), {1: TAG})


def test_what_a_person_confirmed_is_deleted_however_many_it_is() -> None:
    assert judge(3, missing(3, is_confirmed=True, because=ALL_NODES), DELETE) == Verdict((1, 2, 3), {})


def test_what_a_person_confirmed_is_deleted_although_nodes_are_kept_by_the_setting() -> None:
    assert judge(3, missing(1, is_confirmed=True, because=LIMIT), KEEP) == Verdict((1,), {})


def test_a_tag_does_not_end_what_a_person_kept() -> None:
    assert judge(3, missing(1, because=KEPT, is_protected=True), DELETE) == Verdict((), {1: KEPT})


def test_a_setting_answers_no_open_question() -> None:
    assert judge(10, missing(1, because=LIMIT, readings=1), replace(KEEP, keep_readings=10)) == held(1, LIMIT)


def test_the_limit_is_a_share_of_the_nodes_that_do_not_stay_anyhow() -> None:
    kept = [Absent(pk=pk, name=f'pve{pk}', because=KEPT) for pk in range(4, 8)]

    verdict = judge(7, [*missing(2), *kept], DELETE)

    assert verdict == Verdict((), {1: LIMIT, 2: LIMIT} | dict.fromkeys(range(4, 8), KEPT))


def test_what_was_confirmed_counts_for_the_others() -> None:
    others = [Absent(pk=pk, name=f'pve{pk}') for pk in (4, 5)]

    verdict = judge(10, [*missing(3, because=LIMIT, is_confirmed=True), *others], DELETE)

    assert verdict == Verdict((1, 2, 3), {4: LIMIT, 5: LIMIT})


def test_what_a_person_kept_stays() -> None:
    assert judge(3, missing(2, because=KEPT, readings=32767), DELETE) == Verdict((), {1: KEPT, 2: KEPT})


@pytest.mark.parametrize(
    ('readings', 'expected'), [(0, Verdict((), {1: RULE})), (1, Verdict((), {1: RULE})), (2, Verdict((1,), {}))]
)
def test_a_node_is_kept_for_as_many_readings_as_the_endpoint_says(readings: int, expected: Verdict) -> None:
    assert judge(3, missing(1, because=RULE if readings else '', readings=readings), KEEP) == expected


def test_what_was_kept_long_enough_is_held_if_it_is_too_much_at_once() -> None:
    assert judge(3, missing(2, because=RULE, readings=2), KEEP) == held(2, LIMIT)


@pytest.mark.parametrize('answer', [{'because': KEPT}, {'is_confirmed': True}])
def test_an_answer_for_one_node_is_none_for_the_others(answer: dict[str, Any]) -> None:
    first, second = missing(2, because=LIMIT, readings=1)

    verdict = judge(3, [replace(first, **answer), second], DELETE)

    assert 2 not in verdict.delete
    assert verdict.missing[2] == LIMIT


def test_a_question_stays_open_when_only_some_nodes_are_back() -> None:
    assert judge(10, missing(1, because=LIMIT, readings=1), DELETE) == held(1, LIMIT)


def test_another_node_that_leaves_is_counted_with_those_that_are_held() -> None:
    absent = [*missing(3, because=LIMIT, readings=1), Absent(pk=4, name='pve4')]

    assert judge(10, absent, DELETE) == held(4, LIMIT)


def test_the_reasons_are_those_that_rows_hold() -> None:
    assert {RULE, TAG, KEPT, LIMIT, ALL_NODES} == set(MissingChoices.values())
    assert set(HELD) == set(MissingChoices.HELD)
    assert tuple(NOT_MISSING) == ABSENCE


POLICIES = st.builds(
    Policy, st.sampled_from(['delete', 'keep']), keep_readings=st.integers(1, 5), deletion_limit=st.integers(0, 100)
)
NODES = range(1, 7)
SOME_NODES = st.sets(st.sampled_from(list(NODES)))
# What is there, and for which of the nodes that are not somebody has decided before that they are kept, or may go.
READINGS = st.lists(st.tuples(SOME_NODES, SOME_NODES, SOME_NODES), min_size=1, max_size=12)


def allowed(known: int, going: int, policy: Policy) -> bool:
    """Whether the endpoint's rule lets as many nodes go at once."""
    return going <= 1 or (going < known and going * 100 <= policy.deletion_limit * known)


def after(verdict: Verdict, absent: list[Absent]) -> dict[int, Absent]:
    """What the rows hold of their absence when a verdict was carried out."""
    return {
        node.pk: replace(node, readings=node.readings + 1, because=verdict.missing[node.pk])
        for node in absent
        if node.pk in verdict.missing
    }


def decided(node: Absent, kept: set[int], confirmed: set[int]) -> Absent:
    """The row of an absent node after people have decided about those that are held."""
    if node.because in HELD and node.pk in confirmed:
        return replace(node, is_confirmed=True)
    return replace(node, because=KEPT) if node.because in HELD and node.pk in kept else node


@given(readings=READINGS, policies=st.lists(POLICIES, min_size=12, max_size=12), tagged=SOME_NODES)
def test_whatever_is_read_nothing_is_deleted_that_no_rule_and_no_person_names(
    readings: list[tuple[set[int], set[int], set[int]]], policies: list[Policy], tagged: set[int]
) -> None:
    known, noted = set(NODES), dict[int, Absent]()
    for (present, kept, confirmed), policy in zip(readings, policies, strict=False):
        new = {pk: Absent(pk=pk, name=str(pk), is_protected=pk in tagged) for pk in known - present}
        rows = {pk: decided(noted.get(pk, new[pk]), kept, confirmed) for pk in sorted(new)}
        verdict = judge(len(known), list(rows.values()), policy)

        assert judge(len(known), list(reversed(rows.values())), policy).missing == verdict.missing
        assert set(verdict.delete) | set(verdict.missing) == known - present
        assert set(verdict.delete).isdisjoint({*verdict.missing, *tagged})
        by_rule = {pk for pk in verdict.delete if not rows[pk].is_confirmed}
        assert not any(rows[pk].because in (*HELD, KEPT) for pk in by_rule)
        assert policy.when == 'delete' or all(rows[pk].readings + 1 >= policy.keep_readings for pk in by_rule)
        stay = sum(reason not in HELD for reason in verdict.missing.values())
        assert not by_rule or allowed(len(known) - stay, len(verdict.delete), policy)
        noted, known = after(verdict, list(rows.values())), known - set(verdict.delete)


@given(absent=st.sets(st.sampled_from(list(NODES)), min_size=2), policy=POLICIES)
def test_a_verdict_that_is_passed_again_on_held_nodes_is_the_same(absent: set[int], policy: Policy) -> None:
    first = judge(len(NODES), [Absent(pk=pk, name=str(pk)) for pk in sorted(absent)], replace(policy, when='delete'))
    noted = after(first, [Absent(pk=pk, name=str(pk)) for pk in sorted(absent)])

    again = judge(len(NODES), list(noted.values()), replace(policy, when='delete'))

    assert again == Verdict((), first.missing)
