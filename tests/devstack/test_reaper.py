"""Whatever is left when devstack is killed is cleaned up."""

from devstack.reaper import read_orders


def test_what_has_ended_is_left_alone() -> None:
    running, folders = read_orders(['started 10 15\n', 'started 11 2\n', 'folder /run/a b\n', 'ended 10\n'])
    assert running == {11: 2}
    assert folders == ['/run/a b']


def test_an_end_may_be_told_twice() -> None:
    assert read_orders(['started 10 15\n', 'ended 10\n', 'ended 10\n']) == ({}, [])
