"""Logins over HTTPS: what each release answers to those that fail, and what the others may see."""

import http.client
import json
import time
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from .served_estates import ServedEstates

LAB_USER = 'root@pam'


def log_in(served: ServedEstates, **form: str) -> tuple[int, str, Any]:
    """Status, reason and document of a request for a ticket to the lab."""
    return exchange(served, 'POST', '/access/ticket', body=urlencode(form))


def exchange(served: ServedEstates, method: str, path: str, body: str = '', **headers: str) -> tuple[int, str, Any]:
    """Status, reason and document of any request to the lab."""
    door = served.simulation.doors['lab']
    connection = http.client.HTTPSConnection(door.host, door.port, timeout=5, context=served.trust)
    form = {'Content-Type': 'application/x-www-form-urlencoded'} if body else {}
    connection.request(method, f'/api2/json{path}', body=body or None, headers=form | headers)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response.status, response.reason, json.loads(content) if content else None


def with_ticket(served: ServedEstates, ticket: str) -> int:
    """The status of a request by ticket."""
    return exchange(served, 'GET', '/version', Cookie=f'PVEAuthCookie={quote(ticket, safe="")}')[0]


@pytest.fixture
def by_password(served: ServedEstates) -> ServedEstates:
    """The lab with a password beside its token, which refuses at once."""
    served.control.set_access('lab', password='correct horse', refusal_delay=0)
    return served


@pytest.mark.parametrize(
    ('release', 'reason'),
    [
        ('7.4-16', "token 'netbox' access expired"),
        ('8.4.16', "token 'netbox' access expired"),
        ('8.4.17', 'Authentication failed!'),
        ('9.1.4', "token 'netbox' access expired"),
        ('9.1.5', 'Authentication failed!'),
    ],
)
def test_newer_releases_hide_why_a_login_failed(served: ServedEstates, release: str, reason: str) -> None:
    served.control.set_release('lab', release)
    served.control.set_access('lab', token_expired=True, refusal_delay=0)
    assert served.ask('lab', '/version') == (401, reason, None)


def test_without_a_login_every_release_says_so(served: ServedEstates) -> None:
    served.control.set_release('lab', '9.1.6')
    assert exchange(served, 'GET', '/version') == (401, 'No ticket', None)


def test_a_refused_login_is_held_back(served: ServedEstates) -> None:
    served.control.set_access('lab', enabled=False, refusal_delay=0.3)
    started = time.monotonic()
    assert served.ask('lab', '/version')[0] == 401
    assert time.monotonic() - started >= 0.3


def test_a_ticket_is_good_for_its_lifetime_and_renews_itself(by_password: ServedEstates) -> None:
    status, _, document = log_in(by_password, username=LAB_USER, password='correct horse')
    ticket = document['data']['ticket']
    assert (status, document['data']['clustername'], with_ticket(by_password, ticket)) == (200, 'lab-cluster', 200)
    renewed = log_in(by_password, username='root', realm='pam', password=ticket)
    assert renewed[0] == 200
    assert with_ticket(by_password, renewed[2]['data']['ticket']) == 200
    by_password.control.set_access('lab', ticket_lifetime=0)
    assert with_ticket(by_password, ticket) == 401
    assert log_in(by_password, username=LAB_USER, password=ticket)[0] == 401


def test_a_wrong_password_is_told_in_the_body_as_well(by_password: ServedEstates) -> None:
    by_password.control.set_release('lab', '9.1.6')
    refused = log_in(by_password, username=LAB_USER, password='wrong')
    document = {'data': None, 'message': 'authentication failure\n'}
    assert refused == (401, 'authentication failure', document)


def test_a_login_without_a_name_is_wrong_parameters(by_password: ServedEstates) -> None:
    status, reason, document = log_in(by_password, password='x')
    assert (status, reason) == (400, 'Parameter verification failed.')
    assert document['errors'] == {'username': 'property is missing and it is not optional'}


def test_a_second_factor_is_asked_for_with_200_and_half_a_ticket(by_password: ServedEstates) -> None:
    by_password.control.set_access('lab', second_factor=True)
    status, _, document = log_in(by_password, username=LAB_USER, password='correct horse')
    assert (status, document['data']['NeedTFA'], 'cap' in document['data']) == (200, 1, False)
    assert document['data']['ticket'].startswith('PVE:!tfa!')
    assert with_ticket(by_password, document['data']['ticket']) == 401


def test_rights_are_those_of_the_login(served: ServedEstates) -> None:
    served.control.set_access('lab', user_acl={'/nodes': True})
    assert served.ask('lab', '/cluster/status')[:2] == (403, 'Permission check failed (/, Sys.Audit)')
    assert 'cpu' in served.ask('lab', '/nodes')[2][0]
    assert served.ask('lab', '/access/permissions?path=/')[2] == {'/': {}}
    served.control.set_access('lab', user_acl={'/': True}, privsep=True)
    assert 'cpu' not in served.ask('lab', '/nodes')[2][0]
    served.control.set_access('lab', token_acl={'/': True})
    assert served.ask('lab', '/cluster/status')[0] == 200


def test_a_method_that_there_is_not_is_501(served: ServedEstates) -> None:
    assert exchange(served, 'HEAD', '/version')[:2] == (501, "method 'HEAD' not available")
