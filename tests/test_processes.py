"""What the two test processes are told of the tests is true of the tree."""

import pytest

from devstack.paths import ROOT
from tests.processes import LONG, NEEDING_NO_STACK, SHARING_A_STACK


@pytest.mark.parametrize('path', sorted({*NEEDING_NO_STACK, *sum((*LONG, *SHARING_A_STACK), start=())}))
def test_what_they_are_told_of_is_there(path: str) -> None:
    assert (ROOT / path).exists()
