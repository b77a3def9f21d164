"""A member of a cluster, and an endpoint that leads to it directly."""

from collections.abc import Iterator

import pytest
import trustme

from netbox_proxbox.models import ProxmoxEndpoint
from tests.sources.proxbox_api.scripted_backend import Reply
from tests.sources.proxmox_ve.scripted_member import HEALTHY, ScriptedMember

from .direct_endpoints import leading_to, pem_of


@pytest.fixture
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def replies() -> dict[str, Reply]:
    return dict(HEALTHY)


@pytest.fixture
def member(ca: trustme.CA, replies: dict[str, Reply]) -> Iterator[ScriptedMember]:
    with ScriptedMember(ca, replies) as member:
        yield member


@pytest.fixture
def harbor(member: ScriptedMember, ca: trustme.CA) -> ProxmoxEndpoint:
    """An endpoint that trusts the CA of its member."""
    return leading_to(member.port, ca_certificate=pem_of(ca))
