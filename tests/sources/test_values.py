"""Single values, as different versions of proxbox-api and Proxmox VE send them."""

import math

import pytest

from netbox_proxbox.sources.values import big_whole, flag, fraction, ip_address, number, text, whole

NONSENSE: list[object] = [None, True, 'many', '', [], {}, math.nan, math.inf, -math.inf, -1, '-0.5', 'nan']


@pytest.mark.parametrize('value', NONSENSE)
def test_nonsense_is_no_number(value: object) -> None:
    assert number(value) is None
    assert fraction(value) is None
    assert whole(value) is None
    assert big_whole(value) is None


@pytest.mark.parametrize(('value', 'found'), [(0, 0), (0.25, 0.25), ('0.5', 0.5), (1, 1), (3.2, 1), (128, 1)])
def test_a_fraction_is_clamped(value: object, found: float) -> None:
    assert fraction(value) == found


@pytest.mark.parametrize(
    ('value', 'found'),
    [(16.0, 16), ('16', 16), (68719476736.5, 68719476736), (2**53 + 1, 2**53 + 1), (2**70, 2**63 - 1)],
)
def test_bytes_become_whole_and_fit_the_database(value: object, found: int) -> None:
    assert big_whole(value) == found


@pytest.mark.parametrize('value', [1e300, 10**400, 2**31])
def test_a_plain_integer_has_its_own_limit(value: object) -> None:
    assert whole(value) == 2**31 - 1


@pytest.mark.parametrize(
    ('value', 'found'),
    [
        (True, True),
        (False, False),
        (1, True),
        (0, False),
        ('1', True),
        ('0', False),
        (2, None),
        (None, None),
        ([], None),
    ],
)
def test_flags_of_old_versions_are_numbers(value: object, found: bool | None) -> None:
    assert flag(value) is found


@pytest.mark.parametrize('value', ['pve1', 'PVE1', 'node.example.org', 'узел-北', 'x' * 255])
def test_names_are_kept_as_they_are(value: str) -> None:
    assert text(value) == value


@pytest.mark.parametrize('value', ['', 'x' * 256, 'a\x00b', 'a\nb', '\ud800', None, 5, ['a']])
def test_what_the_database_cannot_hold_is_no_text(value: object) -> None:
    assert text(value) is None


@pytest.mark.parametrize(
    ('value', 'found'),
    [
        ('10.0.0.10', '10.0.0.10'),
        (' 10.0.0.10/24 ', '10.0.0.10'),
        ('2001:DB8::0:1', '2001:db8::1'),
        ('[2001:db8::1]', '2001:db8::1'),
        ('fe80::1%vmbr0', 'fe80::1'),
        ('fe80::1%vmbr0/64', 'fe80::1'),
        ('', None),
        ('10.0.0.300', None),
        ('pve1.example.org', None),
        (167772170, None),
        (None, None),
    ],
)
def test_addresses(value: object, found: str | None) -> None:
    assert ip_address(value) == found
