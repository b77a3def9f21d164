"""Which error each answer of Proxmox VE means, and of what is not Proxmox VE."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbox_proxbox import errors
from netbox_proxbox.sources.answers import Answer, Question
from netbox_proxbox.sources.proxmox_ve.refusals import data_of, refusal

from .captured import NAMES, captured_answer, captured_data

ASKED = Question(whom='pve1:8006', endpoint='lab', secrets=('the-password', 'the-token'))
PVEPROXY = 'pve-api-daemon/3.0'
HTML = b'<!doctype html><title>Portal</title>'
MEANINGS: dict[str, tuple[type[errors.ProxmoxError], str]] = {
    '500-no-such-file': (errors.ProxmoxAnswerInvalid, 'a proxy in front of it'),
    '500-proxy-loop': (errors.ProxmoxUnavailable, 'leads to another host'),
    '501-head': (errors.ProxmoxAnswerInvalid, "method 'HEAD' not available"),
    '501-no-formatter': (errors.ProxmoxAnswerInvalid, 'a proxy in front of it'),
    '501-no-such-call': (errors.ProxmoxTooOld, "Method 'GET /cluster/nope' not implemented"),
    'auth-401-new': (errors.ProxmoxLoginRefused, 'does not tell why'),
    'auth-401-none': (errors.ProxmoxLoginRefused, 'No ticket'),
    'auth-401-old-bad-token-id': (errors.ProxmoxLoginRefused, 'not spelled as Proxmox VE spells one'),
    'auth-401-old-no-such-token': (errors.ProxmoxLoginRefused, 'no such API token of that user'),
    'auth-401-old-no-such-user': (errors.ProxmoxLoginRefused, 'no such user, or not in that realm'),
    'auth-401-old-no-tokenid': (errors.ProxmoxLoginRefused, 'not spelled as Proxmox VE spells one'),
    'auth-401-old-ticket': (errors.ProxmoxLoginRefused, 'clocks of the members may differ'),
    'auth-401-old-token-expired': (errors.ProxmoxLoginRefused, 'The API token is expired'),
    'auth-401-old-token-value': (errors.ProxmoxLoginRefused, 'The value of the API token is wrong'),
    'auth-401-old-user-disabled': (errors.ProxmoxLoginRefused, 'The user is disabled'),
    'auth-401-old-user-expired': (errors.ProxmoxLoginRefused, 'The user is expired'),
    'cluster-status-403': (errors.ProxmoxRightsMissing, 'Permission check failed (/, Sys.Audit)'),
    'cluster-status-403-before-8.4': (errors.ProxmoxRightsMissing, 'Permission check failed (/, Sys.Audit)'),
    'cluster-status-595-pvedaemon-down': (errors.ProxmoxUnavailable, 'status 595. It says: "Connection refused"'),
    'cluster-status-596-pvedaemon-busy': (errors.ProxmoxUnavailable, 'status 596. It says: "Connection timed out"'),
    'http-301': (errors.SomethingElseAnswers, 'It redirected elsewhere, with status 301.'),
    'node-rrddata-400': (errors.ProxmoxAnswerInvalid, 'Parameter verification failed'),
    'node-rrddata-500-unknown-node': (errors.ProxmoxUnavailable, 'It has no statistics of that node'),
    'pmxcfs-down-500': (errors.ProxmoxUnavailable, 'pve-cluster (pmxcfs) does not run'),
    'ticket-400': (errors.ProxmoxAnswerInvalid, 'Parameter verification failed'),
    'ticket-401': (errors.ProxmoxLoginRefused, 'The user, its realm or its password is wrong'),
}
SUCCESSES = [name for name in NAMES if captured_answer(name).status == 200]


@pytest.mark.parametrize(('name', 'meaning'), MEANINGS.items())
def test_an_error_means(name: str, meaning: tuple[type[errors.ProxmoxError], str]) -> None:
    kind, words = meaning
    error = refusal(captured_answer(name), ASKED)
    assert type(error) is kind
    assert words in error.cause


def test_every_example_is_looked_at() -> None:
    assert sorted([*MEANINGS, *SUCCESSES]) == NAMES


@pytest.mark.parametrize('name', SUCCESSES)
def test_a_success_is_its_data(name: str) -> None:
    assert data_of(captured_answer(name), ASKED) == captured_data(name)


@pytest.mark.parametrize(
    ('answer', 'words'),
    [
        (Answer(status=200, server='nginx', body=HTML), 'status 200 and an HTML page'),
        (Answer(status=200, server='nginx', body=b'{"hello": 1}'), 'status 200 and JSON'),
        (Answer(status=200, body=b'[]'), 'status 200 and JSON'),
        (Answer(status=200), 'status 200 and an empty body'),
        (Answer(status=204), 'status 204 and an empty body'),
        (Answer(status=302, reason='Found'), 'redirected elsewhere, with status 302'),
        (Answer(status=401, reason='Unauthorized', server='nginx', body=HTML), 'status 401 and an HTML page'),
        (Answer(status=403, reason='Forbidden', server='nginx', body=HTML), 'status 403 and an HTML page'),
        (Answer(status=404, reason='Not Found', server='nginx', body=HTML), 'status 404 and an HTML page'),
        (Answer(status=500, reason='Internal Server Error', body=HTML), 'status 500 and an HTML page'),
        (Answer(status=501, reason='Not Implemented', body=HTML), 'status 501 and an HTML page'),
    ],
)
def test_an_answer_of_something_else(answer: Answer, words: str) -> None:
    with pytest.raises(errors.SomethingElseAnswers) as caught:
        data_of(answer, ASKED)
    assert words in caught.value.cause
    assert not caught.value.transient
    assert '8006' in caught.value.cure


@pytest.mark.parametrize('status', [408, 425, 429, 502, 503, 504])
def test_a_proxy_whose_proxmox_is_down_may_be_asked_again(status: int) -> None:
    error = refusal(Answer(status=status, server='nginx', body=HTML, retry_after=7.0), ASKED)
    assert type(error) is errors.SomethingElseAnswers
    assert 'a proxy or load balancer says so' in error.cause
    assert (error.transient, error.retry_after) == (True, 7.0)


@pytest.mark.parametrize(
    ('status', 'reason', 'kind'),
    [
        (401, 'No ticket', errors.ProxmoxLoginRefused),
        (401, '', errors.ProxmoxLoginRefused),
        (403, 'Permission check failed (/, Sys.Audit)', errors.ProxmoxRightsMissing),
        (595, 'No route to host', errors.ProxmoxUnavailable),
        (596, '', errors.ProxmoxUnavailable),
    ],
)
def test_a_proxy_in_front_that_puts_its_own_name_hides_nothing(
    status: int, reason: str, kind: type[errors.ProxmoxError]
) -> None:
    body = b'{"data":null}' if status == 403 else b''
    assert type(refusal(Answer(status=status, reason=reason, server='nginx', body=body), ASKED)) is kind


@pytest.mark.parametrize('body', [b'', HTML, b'{', b'{"success":0}', b'[' * 100_000, b'1' * 10_000, b'\xff'])
def test_a_success_of_proxmox_without_data_cannot_be_used(body: bytes) -> None:
    with pytest.raises(errors.ProxmoxAnswerInvalid):
        data_of(Answer(status=200, server=PVEPROXY, body=body), ASKED)


def test_the_words_are_those_of_the_body_where_a_proxy_replaced_the_phrase() -> None:
    body = json.dumps({'data': None, 'message': 'Permission check failed (/, Sys.Audit)\n'}).encode()
    error = refusal(Answer(status=403, reason='Forbidden', body=body), ASKED)
    assert 'It says: "Permission check failed (/, Sys.Audit)".' in error.cause


@pytest.mark.parametrize('said', ['wrong: the-token', 'the-password', 'the-\x00token', 'x the-token y' * 100])
def test_a_secret_in_an_answer_is_not_told(said: str) -> None:
    for status in (401, 403, 500, 596):
        error = refusal(Answer(status=status, reason=said, server=PVEPROXY), ASKED)
        assert 'the-token' not in str(error)
        assert 'the-password' not in str(error)
        assert 'It says: "' in error.cause


@given(
    status=st.integers(100, 999),
    reason=st.text(max_size=60),
    server=st.sampled_from([PVEPROXY, 'nginx', '']),
    body=st.binary(max_size=60)
    | st.dictionaries(st.sampled_from(['data', 'message', 'errors']), st.text()).map(
        lambda found: json.dumps(found).encode()
    ),
)
def test_every_answer_means_an_error(status: int, reason: str, server: str, body: bytes) -> None:
    error = refusal(Answer(status=status, reason=reason, server=server, body=body), ASKED)
    assert isinstance(error, errors.ProxmoxError)
    assert str(error).isprintable()
