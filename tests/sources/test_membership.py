"""Lists of members that cannot be the whole truth are refused, whoever passes them on."""

import pytest

from netbox_proxbox.sources.membership import check_members
from netbox_proxbox.sources.node_rows import IncompleteRows
from netbox_proxbox.sources.records import Mode
from tests.readings import node_named

REFUSED: list[tuple[list[str], Mode, int | None, str]] = [
    ([], 'cluster', None, 'No node was listed'),
    ([f'pve{number}' for number in range(1001)], 'cluster', 1001, '1001 nodes were listed, more than any'),
    (['pve1', 'pve2'], 'cluster', 3, 'counts 3 nodes, but only 2'),
    (['pve1', 'pve2', 'pve1'], 'cluster', 3, 'Node "pve1" was listed 2 times'),
    (['pve1', 'pve2'], 'standalone', None, 'standalone host was listed with 2 nodes'),
]


@pytest.mark.parametrize(('names', 'mode', 'counted', 'told'), REFUSED, ids=[told for *_, told in REFUSED])
def test_a_list_that_is_not_whole_is_refused(names: list[str], mode: Mode, counted: int | None, told: str) -> None:
    with pytest.raises(IncompleteRows, match=told):
        check_members([node_named(name) for name in names], mode, counted)


@pytest.mark.parametrize('counted', [None, 2, 3])
def test_a_list_that_may_be_whole_is_not(counted: int | None) -> None:
    check_members([node_named(name) for name in ('pve1', 'pve2', 'pve3')], 'cluster', counted)
