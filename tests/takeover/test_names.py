"""Names that need not be unique in upstream's plugin."""

from hypothesis import given
from hypothesis import strategies as st

from netbox_proxbox.takeover.names import LONGEST, unique_names


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert unique_names([(1, 'pve'), (2, 'pve (2)'), (3, 'pve'), (4, 'pve')]) == {
        1: 'pve',
        2: 'pve (2)',
        3: 'pve (3)',
        4: 'pve (4)',
    }


@given(st.lists(st.text(alphabet='ab (2)', max_size=LONGEST + 5), max_size=12))
def test_all_names_differ_and_fit(names: list[str]) -> None:
    found = unique_names(enumerate(names))

    assert list(found) == list(range(len(names)))
    assert len(set(found.values())) == len(names)
    assert all(len(name) <= LONGEST for name in found.values())
