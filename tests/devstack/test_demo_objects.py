"""The demo's endpoints log in as the estates expect it."""

import pytest

from devstack.demo_objects import endpoint_content
from devstack.proxmox_ve.estates import ESTATES


@pytest.mark.parametrize('name', ESTATES)
def test_an_endpoint_has_its_estates_login(name: str) -> None:
    access = ESTATES[name].access
    content = endpoint_content(name, access, backend=1, port=8006)
    assert (content['username'], content['password']) == (access.username, access.password)
    assert (content['token_name'], content['token_value']) == (access.token_name, access.token_value)
