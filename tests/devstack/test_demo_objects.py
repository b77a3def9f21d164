"""The demo's endpoints log in as the estates expect it."""

import pytest

from devstack.demo_objects import READ_DIRECTLY, READ_THROUGH, endpoint_content
from devstack.proxmox_ve.estates import ESTATES


@pytest.mark.parametrize('name', ESTATES)
def test_an_endpoint_has_its_estates_login(name: str) -> None:
    access = ESTATES[name].access
    content = endpoint_content(name, access, port=8006)
    assert (content['username'], content['password']) == (access.username, access.password)
    assert (content['token_name'], content['token_value']) == (access.token_name, access.token_value)


def test_each_estate_is_read_in_one_of_the_two_ways() -> None:
    assert sorted((*READ_DIRECTLY, *READ_THROUGH)) == sorted(ESTATES)
