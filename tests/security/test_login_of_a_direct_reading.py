"""A login goes to the addresses that a person entered, and to members that a verified reading named; to nobody else."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.reading.direct import connection_to
from netbox_proxbox.sources.proxmox_ve.connection import Address
from tests.builders import a_direct_endpoint, that_knows

pytestmark = pytest.mark.django_db

API = '/api/plugins/proxbox/'
PIN, OTHER_PIN = ':'.join(['AA'] * 32), ':'.join(['BB'] * 32)
MEMBER = {'name': 'pve2', 'address': '192.0.2.2', 'fingerprint': PIN}


@pytest.fixture
def lab() -> ProxmoxEndpoint:
    """An endpoint of which a verified reading named another member."""
    return fresh(that_knows(a_direct_endpoint(), MEMBER))


def fresh(endpoint: ProxmoxEndpoint) -> ProxmoxEndpoint:
    return ProxmoxEndpoint.objects.get(pk=endpoint.pk)


def asked(endpoint: ProxmoxEndpoint) -> list[Address]:
    return list(connection_to(endpoint).addresses)


def test_the_members_that_were_named_are_asked_by_their_fingerprint(lab: ProxmoxEndpoint) -> None:
    entered, member = asked(lab)
    assert (str(entered), entered.trust.fingerprints) == ('192.0.2.1:8006', frozenset())
    assert (str(member), member.trust.fingerprints) == ('192.0.2.2:8006', frozenset({PIN}))


def test_an_edit_of_a_node_leads_no_login_elsewhere(rest: APIClient, lab: ProxmoxEndpoint) -> None:
    node = ProxmoxNode.objects.create(endpoint=lab, name='pve2', ip_address='192.0.2.2', ssl_fingerprint=PIN)
    before = asked(lab)
    edit = {'ip_address': '192.0.2.66', 'ssl_fingerprint': OTHER_PIN, 'name': 'pve6', 'online': True}
    assert rest.patch(f'{API}nodes/{node.pk}/', edit, format='json').status_code == 200
    assert asked(fresh(lab)) == before


@pytest.mark.parametrize(
    'edit',
    [
        {'members': [{**MEMBER, 'address': '192.0.2.66'}]},
        {'last_address': '192.0.2.66:8006'},
    ],
)
def test_what_was_learned_cannot_be_written_over_rest(
    rest: APIClient, lab: ProxmoxEndpoint, edit: dict[str, Any]
) -> None:
    before = asked(lab)
    rest.patch(f'{API}endpoints/{lab.pk}/', edit, format='json')
    assert asked(fresh(lab)) == before


@pytest.mark.parametrize('edit', [{'verify_ssl': False}, {'use_other_members': False}])
def test_no_member_is_asked_where_that_is_not_wanted(lab: ProxmoxEndpoint, edit: dict[str, Any]) -> None:
    ProxmoxEndpoint.objects.update(**edit)
    assert [str(address) for address in asked(fresh(lab))] == ['192.0.2.1:8006']


def test_members_of_another_address_or_trust_are_forgotten(lab: ProxmoxEndpoint) -> None:
    lab.snapshot()
    lab.tls_fingerprint = OTHER_PIN
    lab.save()
    assert fresh(lab).members == []


def test_a_pin_accepts_what_the_cluster_vouched_for_and_no_more() -> None:
    lab = that_knows(a_direct_endpoint(tls_fingerprint=OTHER_PIN), MEMBER)
    assert asked(lab)[0].trust.fingerprints == frozenset({PIN, OTHER_PIN})
