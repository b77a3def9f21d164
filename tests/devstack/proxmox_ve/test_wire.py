"""The form of answers on the wire."""

import gzip
import json

import pytest

from devstack.proxmox_ve.answers import Answer, ok
from devstack.proxmox_ve.wire import encoded

DENIED = Answer(status=403, reason='Permission check failed (/, Sys.Audit)')


def body_of(answer: Answer, release: str) -> object:
    return json.loads(encoded(answer, release).body)


def test_an_error_says_its_text_in_the_body_too_since_8_4() -> None:
    assert body_of(DENIED, '9.1.6') == {'data': None, 'message': 'Permission check failed (/, Sys.Audit)\n'}
    assert body_of(DENIED, '8.3.3') == body_of(DENIED, '7.4-16') == {'data': None}


def test_wrong_parameters_are_told_one_by_one() -> None:
    wrong = Answer(status=400, reason='Parameter verification failed.', errors={'type': 'odd'})
    assert body_of(wrong, '8.2.4') == {'data': None, 'errors': {'type': 'odd'}}


@pytest.mark.parametrize(('body', 'length'), [('', ''), ('no such file', 'Content-Length: 12\r\n')])
def test_what_is_not_json_has_no_type_and_what_is_empty_no_length(body: str, length: str) -> None:
    sent = encoded(Answer(status=401, reason='No ticket', body=body), '9.1.6').ending.decode()
    common = 'Server: pve-api-daemon/3.0\r\nCache-Control: max-age=0\r\nPragma: no-cache\r\n'
    assert sent == f'HTTP/1.1 401 No ticket\r\n{common}{length}Connection: close\r\n\r\n{body}'


def test_an_answer_is_json_with_its_length() -> None:
    sent = encoded(ok([]), '9.1.6').going_on.decode()
    assert sent.startswith('HTTP/1.1 200 OK\r\n')
    assert 'Content-Type: application/json;charset=UTF-8\r\nContent-Length: 12\r\n' in sent
    assert sent.endswith('Connection: Keep-Alive\r\n\r\n{"data": []}')


def test_only_what_is_large_is_compressed() -> None:
    large = encoded(ok(['node'] * 500), '9.1.6', compressed=True)
    assert 'Content-Encoding: gzip' in large.headers
    assert json.loads(gzip.decompress(large.body)) == {'data': ['node'] * 500}
    assert 'Content-Encoding' not in encoded(ok([]), '9.1.6', compressed=True).headers
