"""What is pasted instead of a host name or of a part of a login is taken apart, or refused at its field."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from netbox_proxbox.models.entered import address_of, login_of

VALUE = '12345678-1234-1234-1234-123456789abc'
V6 = '2001:db8::1'


@pytest.mark.parametrize(
    ('domain', 'ip_address', 'port', 'expected'),
    [
        ('', '192.0.2.1', 8006, ('', '192.0.2.1', 8006)),
        ('', '', 8006, ('', None, 8006)),
        ('pve1', None, 443, ('pve1', None, 443)),
        ('pvé-1.my_site.example.', None, 8006, ('pvé-1.my_site.example.', None, 8006)),
        ('https://pve1.example.com:8006/#v1:0:18:4', None, 8006, ('pve1.example.com', None, 8006)),
        ('https://pve1.example.com:443/api2/json', None, 8006, ('pve1.example.com', None, 443)),
        ('pve1:8443', '192.0.2.1', 8006, ('pve1', '192.0.2.1', 8443)),
        ('pve1:8443', None, 8443, ('pve1', None, 8443)),
        ('192.0.2.1', None, 443, ('', '192.0.2.1', 443)),
        ('192.0.2.1:8006', '192.0.2.1', 8006, ('', '192.0.2.1', 8006)),
        (V6, None, 8006, ('', V6, 8006)),
        (f'[{V6}]', None, 8006, ('', V6, 8006)),
        (f'[{V6}]:443', '2001:DB8:0::1', 8006, ('', V6, 443)),
        (f'https://[{V6}]:8006/', None, 8006, ('', V6, 8006)),
    ],
)
def test_an_address_is_taken_apart(domain: str, ip_address: str | None, port: int, expected: tuple[Any, ...]) -> None:
    assert address_of(domain, ip_address, port) == expected


@pytest.mark.parametrize(
    'domain',
    [
        'pve one',
        'pve\tone',
        'https://pve1.example.com',  # 443 in a browser, 8006 by default here
        'https://pve1:8006/proxmox/',
        'https://root:secret@pve1:8006/',
        'ftp://pve1:8006',
        'pve1:70000',
        'pve1:0',
        'pve1:port',
        'pve1,pve2',
        'fe80::1%eth0',
        '[2001:db8::1',
        '192.0.2.256',
        'a' * 64,
        '.'.join(['a' * 63] * 5),
        'https://',
        '.',
    ],
)
def test_what_is_no_address_is_refused_at_its_field(domain: str) -> None:
    assert 'pve1.example.com' in refused(lambda: address_of(domain, None, 8006))['domain']


def test_two_addresses_that_contradict_each_other_are_refused() -> None:
    assert 'says 8443, but 443' in refused(lambda: address_of('pve1:8443', None, 443))['domain']
    assert 'says 192.0.2.1, but 192.0.2.2' in refused(lambda: address_of('192.0.2.1', '192.0.2.2', 8006))['domain']


@pytest.mark.parametrize(
    ('entered', 'expected'),
    [
        (('root@pam', '', ''), ('root@pam', '', '')),
        (('joe@example.com@ldap', 'netbox', VALUE), ('joe@example.com@ldap', 'netbox', VALUE)),
        (('root@pam', 'root@pam!netbox', VALUE), ('root@pam', 'netbox', VALUE)),
        (('root@pam', 'svc@pve!netbox', VALUE), ('svc@pve', 'netbox', VALUE)),
        (('svc@pve!netbox', '', VALUE), ('svc@pve', 'netbox', VALUE)),
        (('svc@pve!netbox', 'netbox', VALUE), ('svc@pve', 'netbox', VALUE)),
        (('root@pam', '', f'svc@pve!netbox={VALUE}'), ('svc@pve', 'netbox', VALUE)),
        (('root@pam', f'svc@pve!netbox={VALUE}', ''), ('svc@pve', 'netbox', VALUE)),
        (('svc@pve!netbox', 'svc@pve!netbox', f'svc@pve!netbox={VALUE}'), ('svc@pve', 'netbox', VALUE)),
        (('root@pam', '', f'PVEAPIToken=svc@pve!netbox={VALUE}\n'), ('svc@pve', 'netbox', VALUE)),
        (('root@pam', '', f'Authorization: PVEAPIToken=svc@pve!netbox={VALUE}'), ('svc@pve', 'netbox', VALUE)),
        (('root@pam', 'netbox', f' {VALUE}\n'), ('root@pam', 'netbox', VALUE)),
    ],
)
def test_a_login_is_taken_apart(entered: tuple[str, str, str], expected: tuple[str, str, str]) -> None:
    assert login_of(*entered) == expected


@pytest.mark.parametrize(
    ('entered', 'field'),
    [
        (('root', '', ''), 'username'),
        (('ro ot@pam', '', ''), 'username'),
        (('root@', '', ''), 'username'),
        ((f'{"a" * 61}@pam', '', ''), 'username'),
        (('root@pam', 'netbox!', VALUE), 'token_name'),
        (('root@pam', '1netbox', VALUE), 'token_name'),
        (('root@pam', 'netbox=', VALUE), 'token_name'),
        (('root@pam', 'netbox', 'root@pam!netbox='), 'token_value'),
        (('root@pam', 'netbox', f'netbox={VALUE}'), 'token_value'),
        (('root@pam', 'netbox', 'one two'), 'token_value'),
        (('a@pve', 'b@pve!netbox', VALUE), 'token_name'),
        (('root@pam!netbox', 'other', VALUE), 'username'),
        (('root@pam', 'a@pve!netbox', f'b@pve!netbox={VALUE}'), 'token_value'),
        (('root@pam', f'a@pve!netbox={VALUE}', 'another'), 'token_name'),
    ],
)
def test_what_is_no_login_is_refused_at_its_field(entered: tuple[str, str, str], field: str) -> None:
    words = refused(lambda: login_of(*entered))

    assert list(words) == [field]
    assert VALUE not in words[field]


@given(entered=st.text() | st.from_regex(r'(https?://)?[\w\[\]:.@/%-]*', fullmatch=True))
def test_whatever_is_entered_is_taken_apart_for_good_or_refused(entered: str) -> None:
    try:
        found = address_of(entered, None, 8006)
    except ValidationError:
        return
    assert address_of(*found) == found


def refused(entry: object) -> dict[str, str]:
    """The words at each field."""
    assert callable(entry)
    with pytest.raises(ValidationError) as refusal:
        entry()
    return {field: ' '.join(words) for field, words in refusal.value.message_dict.items()}
