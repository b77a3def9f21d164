"""The addresses beside the one that answered: each is tried, and no login goes where it should not."""

import socket
from collections.abc import Iterator

import pytest
import trustme

from netbox_proxbox.connection_test import check_endpoint, check_unsaved_endpoint
from netbox_proxbox.models import ProxmoxEndpoint
from tests.builders import that_knows
from tests.connection_test.outcomes import finding_of, levels_of
from tests.sources.proxmox_ve.scripted_member import ScriptedMember

from .direct_endpoints import (
    ALL_WELL,
    CONNECTION,
    OTHERS,
    pin_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed() -> Iterator[int]:
    """A port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))
        yield taken.getsockname()[1]


def test_other_addresses_are_tried_and_told(
    harbor: ProxmoxEndpoint, ca: trustme.CA, closed: int, member: ScriptedMember
) -> None:
    with ScriptedMember(ca) as second, ScriptedMember(trustme.CA()) as impostor:
        harbor.further_addresses = [f'127.0.0.1:{port}' for port in (second.port, closed, impostor.port)]
        findings = check_endpoint(harbor)
    assert levels_of(findings) == ALL_WELL | {OTHERS: 'warning'}
    found = finding_of(OTHERS, findings)
    assert f'These answer too: 127.0.0.1:{second.port}.' in found.summary
    assert f'127.0.0.1:{closed} cannot be reached' in found.summary
    assert f'at 127.0.0.1:{impostor.port} is not trusted' in found.summary
    assert (second.asked, impostor.asked) == (['GET /version'], [])


def test_another_address_answers_for_one_that_is_down(
    harbor: ProxmoxEndpoint, closed: int, member: ScriptedMember
) -> None:
    harbor.further_addresses, harbor.port = [f'127.0.0.1:{member.port}'], closed
    findings = check_endpoint(harbor)
    assert levels_of(findings) == ALL_WELL | {OTHERS: 'warning'}
    assert f'answers at 127.0.0.1:{member.port}.' in finding_of(CONNECTION, findings).summary


@pytest.fixture
def second(member: ScriptedMember, ca: trustme.CA) -> Iterator[ScriptedMember]:
    """A member at an address of its own, with the port of the first."""
    with ScriptedMember(ca, at=('127.0.0.2', member.port)) as second:
        yield second


def named(second: ScriptedMember, fingerprint: str = '') -> dict[str, str]:
    """What the cluster told of it."""
    return {'name': 'pier3', 'address': '127.0.0.2', 'fingerprint': fingerprint or pin_of(second.port, '127.0.0.2')}


def test_a_member_that_the_cluster_named_is_tried(harbor: ProxmoxEndpoint, second: ScriptedMember) -> None:
    that_knows(harbor, named(second))
    found = finding_of(OTHERS, check_endpoint(harbor))
    assert found.summary == f'These answer too: 127.0.0.2:{second.port}.'
    assert second.asked == ['GET /version']


@pytest.mark.parametrize(
    'edit',
    [{'verify_ssl': False, 'ca_certificate': ''}, {'use_other_members': False}],
)
@pytest.mark.filterwarnings('ignore::urllib3.exceptions.InsecureRequestWarning')
def test_it_is_not_where_that_is_not_wanted(
    harbor: ProxmoxEndpoint, second: ScriptedMember, edit: dict[str, object]
) -> None:
    ProxmoxEndpoint.objects.update(**edit)
    harbor.refresh_from_db()
    that_knows(harbor, named(second))
    assert levels_of(check_endpoint(ProxmoxEndpoint.objects.get()))[OTHERS] == 'ok'
    assert second.asked == []


def test_one_with_another_certificate_gets_no_login(harbor: ProxmoxEndpoint, second: ScriptedMember) -> None:
    that_knows(harbor, named(second, ':'.join(['AA'] * 32)))
    found = finding_of(OTHERS, check_endpoint(harbor))
    assert 'another certificate' in found.summary
    assert second.asked == []


def test_members_of_what_is_stored_get_no_login_of_a_form(harbor: ProxmoxEndpoint, second: ScriptedMember) -> None:
    """They belong to the cluster of the stored address, and the form leads to another one."""
    that_knows(harbor, named(second))
    harbor.further_addresses = ['pier9.test']
    check_unsaved_endpoint(harbor)
    assert second.asked == []
