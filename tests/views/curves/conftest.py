"""A node that is read directly from a member of its cluster."""

from collections.abc import Iterator

import pytest
import trustme

from netbox_proxbox.models import ProxmoxNode
from tests.connection_test.direct_endpoints import leading_to, pem_of
from tests.sources.proxbox_api.scripted_backend import Reply
from tests.sources.proxmox_ve.scripted_member import HEALTHY, ScriptedMember, told

from .curve_pages import ROWS, RRD, a_node


@pytest.fixture
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def replies() -> dict[str, Reply]:
    return {**HEALTHY, RRD: told(ROWS), '/nodes/pve2/rrddata': told(ROWS)}


@pytest.fixture
def member(ca: trustme.CA, replies: dict[str, Reply]) -> Iterator[ScriptedMember]:
    with ScriptedMember(ca, replies) as member:
        yield member


@pytest.fixture
def node(member: ScriptedMember, ca: trustme.CA) -> ProxmoxNode:
    return a_node(leading_to(member.port, ca_certificate=pem_of(ca)))
