"""Upstream's endpoints and FastAPI endpoints, as rows of ours."""

from typing import Any

import pytest

from netbox_proxbox.takeover.backends import backends_of
from netbox_proxbox.takeover.endpoints import endpoints_of
from netbox_proxbox.takeover.logins import SecretReader
from netbox_proxbox.takeover.rows import Row

PLAIN = SecretReader('')


def endpoint(**fields: Any) -> Row:
    row = {'id': 1, 'name': 'lab', 'domain': 'pve1', 'ip': None, 'password': 'a-password', **fields}
    (found,) = endpoints_of([row], PLAIN, None)
    return found


def login(**fields: Any) -> tuple[str, ...]:
    return tuple(endpoint(**fields).fields[name] for name in ('username', 'password', 'token_name', 'token_value'))


def test_a_release_with_few_columns_is_enough() -> None:
    found = endpoint()

    assert found.notes == ()
    assert found.fields == {
        'id': 1,
        'created': None,
        'custom_field_data': {},
        'name': 'lab',
        'backend_id': None,
        'domain': 'pve1',
        'ip_address': None,
        'port': 8006,
        'username': 'root@pam',
        'password': 'a-password',
        'token_name': '',
        'token_value': '',
        'verify_ssl': True,
        'enabled': True,
        'timeout': None,
        'mode': 'undefined',
    }


@pytest.mark.parametrize(
    ('fields', 'expected'),
    [
        ({'token_name': 't', 'token_value': 'v'}, ('root@pam', 'a-password', 't', 'v')),
        ({'token_name': 'nb@pve!tok', 'token_value': 'v'}, ('nb@pve', 'a-password', 'tok', 'v')),
        ({'token_name': 't'}, ('root@pam', 'a-password', '', '')),
        ({'token_value': 'v'}, ('root@pam', 'a-password', '', '')),
        ({'username': 'no realm'}, ('no realm', 'a-password', '', '')),
        ({'token_name': 't', 'password': ''}, ('root@pam', '', 't', '')),
    ],
)
def test_a_whole_token_or_else_the_password(fields: dict[str, str], expected: tuple[str, ...]) -> None:
    assert login(**fields) == expected


def test_without_a_login_or_an_address_it_waits_for_a_person() -> None:
    found = endpoint(domain='', password='', token_name='t', name=None, mode='of another release')

    assert (found.fields['enabled'], found.name, found.fields['mode']) == (False, 'Proxmox VE', 'undefined')
    assert found.notes == (
        'enter the value of its token "t", then enable it: upstream has none',
        'enter its address, then enable it: upstream has none',
    )


def test_all_are_read_through_the_backend_that_was_chosen() -> None:
    rows = [{'id': key, 'name': None, 'domain': None, 'ip': '192.0.2.1', 'password': 'x'} for key in (1, 2)]

    found = endpoints_of(rows, PLAIN, 7)

    assert [(row.name, row.fields['backend_id']) for row in found] == [('192.0.2.1', 7), ('192.0.2.1 (2)', 7)]


@pytest.mark.parametrize(
    ('fields', 'url'),
    [
        ({'use_https': True, 'verify_ssl': False}, 'https://api:8800'),
        ({'use_https': False, 'port': 80}, 'http://api:80'),
        ({'verify_ssl': False}, 'http://api:8800'),
        ({'domain': None, 'ip': '2001:db8::1'}, 'https://[2001:db8::1]:8800'),
        ({'domain': None}, 'https://localhost:8800'),
    ],
)
def test_the_address_of_a_proxbox_api(fields: dict[str, Any], url: str) -> None:
    (found,) = backends_of([{'id': 1, 'name': 'main', 'domain': 'api', 'ip': None, 'token': 'k' * 32, **fields}], PLAIN)

    assert found.fields['base_url'] == url
    assert found.fields['enabled'] is ('localhost' not in url)
