"""Testing an endpoint that is not saved: nothing of it stays in the backend, or what does is named."""

from typing import BinaryIO

import pytest

from netbox_proxbox.connection_test import check_unsaved_endpoint
from netbox_proxbox.models import ProxmoxEndpoint
from tests.builders import a_backend
from tests.connection_test.outcomes import (
    ALL_WELL,
    BACKEND,
    CONNECTION,
    REGISTRATION,
    finding_of,
    levels_of,
    only,
)
from tests.sources.proxbox_api.scripted_backend import Reply, ScriptedBackend, captured_reply
from tests.sync.estate import CLUSTER_STATUS, RECORDS, Estate


def cut_off(stream: BinaryIO) -> None:
    """Answer nothing."""


def an_unsaved(lab: ProxmoxEndpoint) -> ProxmoxEndpoint:
    return ProxmoxEndpoint(name='new', backend=lab.backend, ip_address='192.0.2.9', password='a-new-password')


def test_an_unsaved_endpoint_leaves_nothing_behind(
    lab: ProxmoxEndpoint, estate: Estate, proxbox: ScriptedBackend
) -> None:
    findings = check_unsaved_endpoint(an_unsaved(lab))

    assert levels_of(findings) == ALL_WELL
    assert 'removed again' in finding_of(REGISTRATION, findings).summary
    (created,) = (received.payload for received in proxbox.received if received.method == 'POST')
    assert created['name'].startswith('new (test ')
    assert created['password'] == 'a-new-password'
    assert estate.records.rows == {}
    assert list(ProxmoxEndpoint.objects.values_list('name', flat=True)) == ['lab']


def test_a_rejected_one_is_called_by_its_name(lab: ProxmoxEndpoint, estate: Estate) -> None:
    estate.failing[RECORDS] = captured_reply('endpoint_without_credentials')

    findings = check_unsaved_endpoint(an_unsaved(lab))

    assert 'refuses to register endpoint "new"' in finding_of(REGISTRATION, findings).summary
    assert '(test ' not in repr(findings)


def test_a_failing_one_leaves_nothing_behind_either(lab: ProxmoxEndpoint, estate: Estate) -> None:
    estate.failing[CLUSTER_STATUS] = captured_reply('bad_password_cluster_status')

    findings = check_unsaved_endpoint(an_unsaved(lab))

    assert levels_of(findings) == only(CONNECTION, BACKEND, REGISTRATION)
    assert 'endpoint "new"' in finding_of(CONNECTION, findings).summary
    assert '(test ' not in repr(findings)
    assert estate.records.rows == {}


def test_a_record_that_cannot_be_removed_is_named(lab: ProxmoxEndpoint, estate: Estate) -> None:
    estate.failing[f'{RECORDS}/1'] = Reply(503)

    findings = check_unsaved_endpoint(an_unsaved(lab))

    left = finding_of(REGISTRATION, findings)
    assert levels_of(findings) == {**ALL_WELL, REGISTRATION: 'warning'}
    assert f'"{estate.records.rows[1]["name"]}"' in left.summary
    assert 'Delete it in proxbox-api' in left.cure


def test_a_record_that_was_made_without_an_answer_is_named(lab: ProxmoxEndpoint) -> None:
    findings = check_unsaved_endpoint(an_unsaved(lab), seconds=0.0)

    assert levels_of(findings) == {**only(BACKEND), REGISTRATION: 'warning'}
    assert 'may be left' in finding_of(REGISTRATION, findings).summary


@pytest.mark.parametrize(
    'reply',
    [Reply(send=cut_off), Reply(502), Reply(504), Reply(500), Reply(body=b'<html>')],
    ids=['cut off', '502', '504', '500', 'a page'],
)
def test_a_record_that_may_have_been_made_is_named(lab: ProxmoxEndpoint, estate: Estate, reply: Reply) -> None:
    estate.failing[RECORDS] = reply

    findings = check_unsaved_endpoint(an_unsaved(lab))

    assert levels_of(findings) == {**only(BACKEND), REGISTRATION: 'warning'}
    assert 'may be left' in finding_of(REGISTRATION, findings).summary


def test_no_record_is_looked_for_where_nobody_was_told_of_one(lab: ProxmoxEndpoint) -> None:
    endpoint = an_unsaved(lab)
    endpoint.backend = a_backend(name='gone', base_url='http://127.0.0.1:1')

    assert levels_of(check_unsaved_endpoint(endpoint)) == only(BACKEND)


def test_a_record_of_the_test_that_is_unknown_forgets_none_of_the_endpoint(
    lab: ProxmoxEndpoint, estate: Estate
) -> None:
    ProxmoxEndpoint.objects.update(registered_id=7)
    lab.refresh_from_db()
    estate.failing[CLUSTER_STATUS] = captured_reply('unknown_id_cluster_status')

    check_unsaved_endpoint(lab)

    assert ProxmoxEndpoint.objects.get().registered_id == 7
