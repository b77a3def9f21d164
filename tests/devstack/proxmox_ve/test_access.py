"""Logins: API tokens and tickets."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from devstack.proxmox_ve.access import LoginError, check_access, csrf_token, half_ticket, issue_ticket
from devstack.proxmox_ve.estate import Access
from devstack.proxmox_ve.rights import Acl, Rights

NOW = 1_700_000_000.0
TOKEN = Access(username='sync@pve', token_name='netbox', token_value='the-value')
TICKET_LIFETIME = 7_200
PASSWORD = Access(username='root@pam', password='correct horse')


def check(
    access: Access, *, method: str = 'GET', authorization: str = '', cookie: str = '', csrf: str = '', now: float = NOW
) -> Rights:
    return check_access(access, method=method, authorization=authorization, cookie=cookie, csrf=csrf, now=now)


def test_the_right_token_is_let_in() -> None:
    check(TOKEN, authorization='PVEAPIToken=sync@pve!netbox=the-value')


@pytest.mark.parametrize(
    ('token', 'reason'),
    [
        ('sync@pve!netbox=wrong', 'invalid token value!'),
        ('sync@pve!other=the-value', "no such token 'other' for user 'sync@pve'"),
        ('root@pam!netbox=the-value', "no such user ('root@pam')"),
        ('sync@pve!netbox', 'no tokenid specified'),
        ('netbox=the-value', "'netbox' is not a valid token ID - not able to split into user and token parts"),
    ],
)
def test_a_wrong_token_is_refused_with_the_reason(token: str, reason: str) -> None:
    with pytest.raises(LoginError) as refusal:
        check(TOKEN, authorization=f'PVEAPIToken={token}')
    assert str(refusal.value) == reason


@pytest.mark.parametrize(
    ('changes', 'reason'),
    [
        ({'token_expired': True}, "token 'netbox' access expired"),
        ({'enabled': False, 'token_expired': True}, "user 'sync@pve' is disabled"),
        ({'expired': True}, "user 'sync@pve' access expired"),
    ],
)
def test_a_token_fails_with_its_user_or_by_itself(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(LoginError) as refusal:
        check(replace(TOKEN, **changes), authorization='PVEAPIToken=sync@pve!netbox=the-value')
    assert str(refusal.value) == reason


@pytest.mark.parametrize(
    'header', ['PVEAPIToken sync@pve!netbox=the-value', 'PVEAPIToken=sync%40pve!netbox=the-value;']
)
def test_a_token_may_be_written_in_other_ways(header: str) -> None:
    check(TOKEN, authorization=header)


@pytest.mark.parametrize(
    ('privsep', 'user_acl', 'token_acl', 'may'),
    [
        (False, {'/': True}, {}, True),
        (True, {'/': True}, {}, False),
        (True, {}, {'/': True}, False),
        (True, {'/': True}, {'/': True}, True),
    ],
)
def test_a_token_with_separate_privileges_needs_them_beside_its_user(
    privsep: bool, user_acl: Acl, token_acl: Acl, may: bool
) -> None:
    access = replace(TOKEN, privsep=privsep, user_acl=user_acl, token_acl=token_acl)
    assert check(access, authorization='PVEAPIToken=sync@pve!netbox=the-value').may_audit('/nodes/pve1') is may


def test_a_half_ticket_opens_nothing() -> None:
    with pytest.raises(LoginError, match='invalid PVE ticket'):
        check(PASSWORD, cookie=f'PVEAuthCookie={half_ticket(PASSWORD, NOW)}')


def test_a_cookie_may_be_escaped() -> None:
    ticket = issue_ticket(PASSWORD, 'root@pam', 'correct horse', NOW)
    check(PASSWORD, cookie=f'PVEAuthCookie={quote(ticket, safe="")}')


@pytest.mark.parametrize('changes', [{'enabled': False}, {'expired': True}])
def test_a_user_who_is_disabled_or_expired_gets_no_ticket_and_loses_the_old_one(changes: dict[str, Any]) -> None:
    ticket, out = issue_ticket(PASSWORD, 'root@pam', 'correct horse', NOW), replace(PASSWORD, **changes)
    with pytest.raises(LoginError, match='authentication failure'):
        issue_ticket(out, 'root@pam', 'correct horse', NOW)
    with pytest.raises(LoginError, match="user 'root@pam'"):
        check(out, cookie=f'PVEAuthCookie={ticket}')


def test_an_estate_without_a_token_accepts_none() -> None:
    with pytest.raises(LoginError, match='no such token'):
        check(PASSWORD, authorization='PVEAPIToken=root@pam!netbox=value')


@pytest.mark.parametrize(('username', 'password'), [('root@pam', 'wrong'), ('other@pam', 'correct horse'), ('', '')])
def test_a_wrong_password_is_an_authentication_failure(username: str, password: str) -> None:
    with pytest.raises(LoginError, match=r'\Aauthentication failure\Z'):
        issue_ticket(PASSWORD, username, password, NOW)


def test_an_empty_password_never_logs_in() -> None:
    with pytest.raises(LoginError):
        issue_ticket(TOKEN, 'sync@pve', '', NOW)


def test_a_ticket_lets_in_until_it_expires() -> None:
    ticket = issue_ticket(PASSWORD, 'root@pam', 'correct horse', NOW)
    check(PASSWORD, cookie=f'PVEAuthCookie={ticket}', now=NOW + TICKET_LIFETIME - 1)
    with pytest.raises(LoginError, match='invalid PVE ticket'):
        check(PASSWORD, cookie=f'PVEAuthCookie={ticket}', now=NOW + TICKET_LIFETIME)


def test_a_valid_ticket_is_renewed_in_place_of_the_password() -> None:
    ticket = issue_ticket(PASSWORD, 'root@pam', 'correct horse', NOW)
    renewed = issue_ticket(PASSWORD, 'root@pam', ticket, NOW + 3_600)
    check(PASSWORD, cookie=f'PVEAuthCookie={renewed}', now=NOW + TICKET_LIFETIME + 60)


@pytest.mark.parametrize('ticket', ['', 'PVE:root@pam:65533F00::Zm9yZ2Vk', 'nonsense', 'PVE::'])
def test_a_forged_ticket_is_refused(ticket: str) -> None:
    with pytest.raises(LoginError):
        check(PASSWORD, cookie=f'PVEAuthCookie={ticket}')


def test_a_request_without_login_is_told_so() -> None:
    with pytest.raises(LoginError, match=r'\ANo ticket\Z'):
        check(TOKEN)


def test_a_change_by_ticket_needs_the_csrf_token() -> None:
    ticket = issue_ticket(PASSWORD, 'root@pam', 'correct horse', NOW)
    cookie = f'PVEAuthCookie={ticket}'
    check(PASSWORD, method='POST', cookie=cookie, csrf=csrf_token(PASSWORD, ticket))
    with pytest.raises(LoginError, match='csrf'):
        check(PASSWORD, method='POST', cookie=cookie)
