"""The form of answers on the wire."""

import json

import pytest

from devstack.proxmox_ve.answers import Answer, ok
from devstack.proxmox_ve.wire import body_of, headers_of

DENIED = Answer(status=403, reason='Permission check failed (/, Sys.Audit)')


def test_an_error_says_its_text_in_the_body_too_since_8_4() -> None:
    text = 'Permission check failed (/, Sys.Audit)\n'
    assert json.loads(body_of(DENIED, '9.1.6')) == {'data': None, 'message': text}
    assert json.loads(body_of(DENIED, '8.3.3')) == json.loads(body_of(DENIED, '7.4-16')) == {'data': None}


def test_wrong_parameters_are_told_one_by_one() -> None:
    wrong = Answer(status=400, reason='Parameter verification failed.', errors={'type': 'odd'})
    assert json.loads(body_of(wrong, '8.2.4')) == {'data': None, 'errors': {'type': 'odd'}}


@pytest.mark.parametrize(('body', 'length'), [('', None), ('no such file', '12')])
def test_what_is_not_json_has_no_type_and_what_is_empty_no_length(body: str, length: str | None) -> None:
    answer = Answer(status=401, reason='No ticket', body=body)
    headers = headers_of(answer, body_of(answer, '9.1.6'), keep_alive=False)
    assert 'Content-Type' not in headers
    assert (headers.get('Content-Length'), headers['Connection']) == (length, 'close')


def test_an_answer_is_marked_as_that_of_proxmox() -> None:
    headers = headers_of(ok([]), b'{"data": []}', keep_alive=True)
    assert headers == {
        'Connection': 'Keep-Alive',
        'Server': 'pve-api-daemon/3.0',
        'Cache-Control': 'max-age=0',
        'Pragma': 'no-cache',
        'Content-Type': 'application/json;charset=UTF-8',
        'Content-Length': '12',
    }
