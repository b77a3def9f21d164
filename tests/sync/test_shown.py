"""Whether a sync would do only what a preview has shown."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from netbox_proxbox.sync.shown import not_shown

NODE = 'netbox_proxbox.proxmoxnode'


def record(action: str, name: str, **fields: Any) -> dict[str, Any]:
    return {'action': action, 'object_type': NODE, 'object_id': None, 'name': name, 'fields': fields}


VALUES = st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.sampled_from(['', 'a', 'b']))
RECORDS = st.builds(
    lambda action, name, fields: record(action, name, **fields),
    st.sampled_from(['create', 'update', 'delete']),
    st.sampled_from(['pve1', 'pve2', 'pve3']),
    st.dictionaries(st.sampled_from(['online', 'node_id', 'tags']), st.tuples(VALUES, VALUES).map(list), max_size=3),
)
PLANS = st.lists(RECORDS, max_size=6)


@given(PLANS, st.randoms())
def test_what_was_shown_may_be_done_in_whole_or_in_part(plan: list[dict[str, Any]], random: Any) -> None:
    part = random.sample(plan, random.randint(0, len(plan)))
    assert not_shown(plan, part) == ()


@given(PLANS, RECORDS)
def test_what_was_not_shown_is_named(plan: list[dict[str, Any]], more: dict[str, Any]) -> None:
    same_row = [each for each in plan if (each['name'], each['action']) == (more['name'], more['action'])]
    if not same_row:
        assert not_shown(plan, [*plan, more])
    else:
        other = {**more, 'fields': {**more['fields'], 'ip_address': [f'old{len(plan)}', 'never shown']}}
        assert not_shown(plan, [*plan, other])


def test_the_difference_is_told_in_words() -> None:
    shown = [record('update', 'pve1', online=[True, False]), record('delete', 'pve2', netbox_device=[7, None])]

    assert not_shown(shown, [record('update', 'pve1', online=[False, True])]) == ('online of pve1 becomes true',)
    assert not_shown(shown, [record('delete', 'pve3')]) == ('pve3 is deleted',)
    assert not_shown(shown, [record('delete', 'pve2', netbox_device=[8, None])]) == (
        'with pve2 goes its netbox device 8',
    )
    assert not_shown([], [record('create', 'pve4', node_id=[None, 4])]) == (
        'pve4 is created',
        'node id of pve4 becomes 4',
    )


def test_when_it_was_read_is_no_difference() -> None:
    missing = {'missing_because': ['', 'limit'], 'missing_readings': [0, 1]}
    shown = [record('update', 'pve1', **missing, missing_since=[None, '2026-11-01T00:00:00+00:00'])]
    later = [record('update', 'pve1', **missing, missing_since=[None, '2026-11-01T00:05:00+00:00'])]

    assert not_shown(shown, later) == ()
    assert not_shown(shown, [record('update', 'pve1', missing_because=['', 'all-nodes'])])
