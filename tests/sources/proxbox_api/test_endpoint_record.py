"""Registration of an endpoint: found again, renamed, switched to another login, and never mistaken for another."""

from dataclasses import replace

import pytest

from netbox_proxbox.errors import BackendAnswerInvalid, EndpointRejected
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.records import EndpointRef, EndpointSpec

from .endpoint_records import EndpointRecords
from .scripted_backend import Received, Reply, ScriptedBackend

LAB = EndpointSpec(
    name='lab',
    ip_address='192.0.2.10',
    domain='',
    port=8006,
    username='root@pam',
    password='',
    token_name='netbox',
    token_value='the-token-value',
    verify_ssl=True,
)
BY_PASSWORD = replace(LAB, password='the-password', token_name='', token_value='')


def register(
    records: EndpointRecords, spec: EndpointSpec, known: EndpointRef | None = None
) -> tuple[EndpointRef, list[str]]:
    """Register, and tell which requests that took."""
    with ScriptedBackend(records) as backend, ProxboxApi(backend.connection()) as api:
        return api.register(spec, known), backend.lines


def test_a_new_endpoint_takes_one_request() -> None:
    records = EndpointRecords()
    assert register(records, replace(LAB, timeout=7)) == (
        EndpointRef(name='lab', record_id=1),
        ['POST /proxmox/endpoints'],
    )
    assert records.rows[1] == {
        'name': 'lab',
        'ip_address': '192.0.2.10',
        'domain': None,
        'port': 8006,
        'username': 'root@pam',
        'password': None,
        'token_name': 'netbox',
        'token_value': 'the-token-value',
        'verify_ssl': True,
        'enabled': True,
        'timeout': 7,
    }


def test_a_known_endpoint_takes_two_requests() -> None:
    records = EndpointRecords('lab')
    ref, lines = register(records, LAB, EndpointRef(name='lab', record_id=1))
    assert ref == EndpointRef(name='lab', record_id=1)
    assert lines == ['GET /proxmox/endpoints/1', 'PUT /proxmox/endpoints/1']
    assert records.rows[1]['ip_address'] == '192.0.2.10'


def test_an_endpoint_of_the_same_name_is_taken_over() -> None:
    records = EndpointRecords('other', 'lab')
    ref, _ = register(records, LAB)
    assert ref.record_id == 2
    assert len(records.rows) == 2


def test_the_name_is_looked_up_on_every_page() -> None:
    records = EndpointRecords(*(f'site-{number}' for number in range(230)), 'lab')
    ref, lines = register(records, LAB)
    assert ref.record_id == 231
    assert lines == ['POST /proxmox/endpoints', *['GET /proxmox/endpoints'] * 3, 'PUT /proxmox/endpoints/231']


def test_a_disabled_record_is_enabled() -> None:
    records = EndpointRecords('lab')
    records.rows[1]['enabled'] = False
    register(records, LAB, EndpointRef(name='lab', record_id=1))
    assert records.rows[1]['enabled'] is True


def test_a_login_by_password_replaces_the_token_and_back() -> None:
    records = EndpointRecords()
    ref, _ = register(records, LAB)
    register(records, BY_PASSWORD, ref)
    row = records.rows[1]
    assert (row['password'], row['token_name'], row['token_value']) == ('the-password', None, None)
    register(records, LAB, ref)
    assert (row['password'], row['token_name'], row['token_value']) == (None, 'netbox', 'the-token-value')


def test_a_renamed_endpoint_keeps_its_record() -> None:
    records = EndpointRecords('lab')
    ref, _ = register(records, replace(LAB, name='laboratory'), EndpointRef(name='lab', record_id=1))
    assert ref == EndpointRef(name='laboratory', record_id=1)
    assert records.id_of('laboratory') == 1


def test_a_rename_that_was_not_remembered_is_no_new_record() -> None:
    records = EndpointRecords('laboratory')
    ref, _ = register(records, replace(LAB, name='laboratory'), EndpointRef(name='lab', record_id=1))
    assert ref.record_id == 1


def test_a_rename_to_a_name_that_is_taken_adopts_that_record() -> None:
    records = EndpointRecords('lab', 'laboratory')
    ref, _ = register(records, replace(LAB, name='laboratory'), EndpointRef(name='lab', record_id=1))
    assert ref.record_id == 2
    assert records.rows[1]['name'] == 'lab'


def test_a_reused_id_is_left_alone() -> None:
    records = EndpointRecords('someone-else')
    ref, lines = register(records, LAB, EndpointRef(name='lab', record_id=1))
    assert ref.record_id == 2
    assert lines == ['GET /proxmox/endpoints/1', 'POST /proxmox/endpoints']
    assert records.rows[1]['ip_address'] == '192.0.2.1'


def test_a_deleted_record_is_made_again() -> None:
    ref, _ = register(EndpointRecords(), LAB, EndpointRef(name='lab', record_id=7))
    assert ref.record_id == 1


def test_a_record_that_vanishes_before_the_update_is_made_again() -> None:
    records = EndpointRecords('lab')

    def vanishing(received: Received) -> Reply:
        if received.method == 'PUT':
            records.rows.clear()
        return records(received)

    with ScriptedBackend(vanishing) as backend, ProxboxApi(backend.connection()) as api:
        assert api.register(LAB, EndpointRef(name='lab', record_id=1)).record_id == 1
    assert backend.lines[-1] == 'POST /proxmox/endpoints'


@pytest.mark.parametrize(
    ('ip_address', 'domain', 'sent'),
    [
        ('192.0.2.10/24', '', ('192.0.2.10', None)),
        ('[2001:db8::1]', '', ('2001:db8::1', None)),
        ('2001:db8::1/64', 'pve.example.org', ('2001:db8::1', 'pve.example.org')),
        ('', 'pve.example.org', ('pve.example.org', None)),
        ('', f'{"a" * 40}.example.org', ('no-address.invalid', f'{"a" * 40}.example.org')),
    ],
)
def test_addresses(ip_address: str, domain: str, sent: tuple[str, str | None]) -> None:
    records = EndpointRecords()
    register(records, replace(LAB, ip_address=ip_address, domain=domain))
    assert (records.rows[1]['ip_address'], records.rows[1]['domain']) == sent


def test_outer_spaces_of_a_name_are_left_out() -> None:
    assert register(EndpointRecords(), replace(LAB, name=' lab '))[0].name == 'lab'


def test_a_rejection_is_told_in_the_words_of_proxbox_api() -> None:
    with pytest.raises(EndpointRejected, match='Provide password or both'):
        register(EndpointRecords(), replace(LAB, token_value=''))


def test_a_rejection_of_a_known_endpoint_is_not_tried_another_way() -> None:
    records = EndpointRecords('lab')
    with (
        ScriptedBackend(records) as backend,
        ProxboxApi(backend.connection()) as api,
        pytest.raises(EndpointRejected),
    ):
        api.register(replace(LAB, token_value=''), EndpointRef(name='lab', record_id=1))
    assert backend.lines == ['GET /proxmox/endpoints/1', 'PUT /proxmox/endpoints/1']


def test_a_secret_that_comes_back_in_an_error_is_not_told() -> None:
    def refuse(received: Received) -> Reply:
        listing = received.method == 'GET'
        return Reply(body=[]) if listing else Reply(status=400, body={'detail': 'cannot store the-token-value'})

    with (
        ScriptedBackend(refuse) as backend,
        ProxboxApi(backend.connection()) as api,
        pytest.raises(EndpointRejected) as caught,
    ):
        api.register(LAB, None)
    assert 'cannot store ***' in caught.value.cause


@pytest.mark.parametrize('body', [None, [], {'id': 'one'}, 'text', {}])
def test_an_answer_that_is_no_record_is_invalid(body: object) -> None:
    with (
        ScriptedBackend(lambda received: Reply(body=body)) as backend,
        ProxboxApi(backend.connection()) as api,
        pytest.raises(BackendAnswerInvalid),
    ):
        api.register(LAB, None)


def test_a_wrong_address_of_the_backend_is_no_missing_record() -> None:
    answer = Reply(status=404, body={'detail': 'Not Found'})
    with (
        ScriptedBackend(lambda received: answer) as backend,
        ProxboxApi(backend.connection()) as api,
        pytest.raises(BackendAnswerInvalid),
    ):
        api.register(LAB, EndpointRef(name='lab', record_id=1))
    assert backend.lines == ['GET /proxmox/endpoints/1']
