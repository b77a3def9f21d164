"""Which error each captured answer means."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbox_proxbox import errors
from netbox_proxbox.sources.answers import Answer, Question
from netbox_proxbox.sources.proxbox_api.refusals import accepted_json, refusal

from .captured import captured_answer, captured_body

ASKED = Question(whom='main', endpoint='lab', secrets=('the-api-key',))
MEANINGS: dict[str, type[errors.ProxboxError]] = {
    'bad_password_cluster_status': errors.EndpointNotOpened,
    'bad_token_cluster_status': errors.EndpointLoginRefused,
    'bad_token_node_listing': errors.EndpointLoginRefused,
    'cluster3_nodes_noslash': errors.EndpointError,
    'endpoint_duplicate': errors.EndpointRejected,
    'endpoint_half_token': errors.EndpointRejected,
    'endpoint_missing': errors.BackendAnswerInvalid,
    'endpoint_without_credentials': errors.EndpointRejected,
    'endpoint_without_name': errors.EndpointRejected,
    'err500_nodes': errors.EndpointError,
    'err500_resources_node': errors.ReadingIncomplete,
    'hang_cluster_status': errors.EndpointTimeout,
    'late_cut_cluster_status': errors.EndpointUnavailable,
    'late_cut_resources_node': errors.EndpointUnavailable,
    'late_timeout_cluster_status': errors.EndpointTimeout,
    'late_timeout_resources_node': errors.EndpointTimeout,
    'method_not_allowed': errors.BackendAnswerInvalid,
    'missing_key': errors.BackendKeyRefused,
    'noaudit_nodes': errors.EndpointError,
    'nojoin_cluster_status': errors.EndpointRightsMissing,
    'nonint_cluster_status': errors.EndpointError,
    'nostatus_cluster_status': errors.EndpointStatusUnreadable,
    'offline_first_nodes': errors.EndpointError,
    'rate_limited': errors.BackendRateLimited,
    'redirect': errors.BackendAnswerInvalid,
    'refused_cluster_status': errors.EndpointUnreachable,
    'refused_node_listing': errors.EndpointUnreachable,
    'session_429_cluster_status': errors.EndpointUnavailable,
    'session_500_cluster_status': errors.EndpointUnavailable,
    'session_596_cluster_status': errors.EndpointUnavailable,
    'source_locked_valid_key': errors.BackendLockedOut,
    'ssl_verify_cluster_status': errors.EndpointUnreachable,
    'unknown_name_node_listing': errors.RegistrationStale,
    'wrong_encryption_key_cluster_status': errors.BackendDecryptionFailed,
    'wrong_key_1': errors.BackendKeyRefused,
    'wrong_key_6': errors.BackendLockedOut,
}
HTML = b'<html>'


@pytest.mark.parametrize(('name', 'meaning'), MEANINGS.items())
def test_a_captured_answer_means(name: str, meaning: type[errors.ProxboxError]) -> None:
    assert type(refusal(captured_answer(name), ASKED)) is meaning


@pytest.mark.parametrize(
    ('status', 'body', 'meaning'),
    [
        (401, HTML, errors.BackendAnswerInvalid),
        (403, HTML, errors.BackendAnswerInvalid),
        (404, b'{"detail":"Not Found"}', errors.BackendAnswerInvalid),
        (408, b'', errors.BackendUnavailable),
        (409, b'{"detail":"The credential encryption key changed during this write."}', errors.BackendUnavailable),
        (425, b'', errors.BackendUnavailable),
        (429, HTML, errors.BackendRateLimited),
        (500, HTML, errors.BackendAnswerInvalid),
        (502, HTML, errors.BackendUnavailable),
        (503, HTML, errors.BackendUnavailable),
        (503, b'{"detail":"API key verification capacity is exhausted."}', errors.BackendUnavailable),
        (400, b'{"message":"Set PROXBOX_ENCRYPTION_KEY, or ...", "detail": null}', errors.BackendDecryptionFailed),
        (503, b'{"message":"Could not decrypt Proxmox endpoint credentials"}', errors.BackendDecryptionFailed),
        (504, HTML, errors.BackendUnavailable),
        (400, b'<title>400 The plain HTTP request was sent to HTTPS port</title>', errors.BackendNeedsTls),
        (400, b'Client sent an HTTP request to an HTTPS server.\n', errors.BackendNeedsTls),
        (429, b'{"message":"API rate limit exceeded"}', errors.BackendRateLimited),
        (502, b'{"message":"An invalid response was received from the upstream server"}', errors.BackendUnavailable),
        (204, b'', errors.BackendAnswerInvalid),
        (302, b'', errors.BackendAnswerInvalid),
    ],
)
def test_an_answer_of_others_means(status: int, body: bytes, meaning: type[errors.ProxboxError]) -> None:
    assert type(refusal(Answer(status=status, body=body), ASKED)) is meaning


@pytest.mark.parametrize(
    ('upstream', 'meaning'),
    [(400, errors.EndpointError), (500, errors.EndpointUnavailable), (596, errors.EndpointUnavailable)],
)
def test_another_status_of_proxmox_is_told(upstream: int, meaning: type[errors.ProxboxError]) -> None:
    detail = {'reason': 'proxmox_session_acquisition_failed', 'upstream_status': upstream}
    body = json.dumps({'message': 'Could not return Proxmox Sessions', 'detail': detail}).encode()
    error = refusal(Answer(status=upstream, body=body), ASKED)
    assert type(error) is meaning
    assert f'answered with status {upstream}' in error.cause
    assert 'no connection' not in error.cause


@pytest.mark.parametrize('upstream', ['the-api-key', 'x' * 10_000, ['the-api-key'], True, 7, 9**99, 500.5, {}])
def test_what_is_no_status_is_not_told(upstream: object) -> None:
    detail = {'reason': 'proxmox_session_acquisition_failed', 'upstream_status': upstream}
    body = json.dumps({'message': 'Could not return Proxmox Sessions', 'detail': detail}).encode()
    error = refusal(Answer(status=400, body=body), ASKED)
    assert type(error) is errors.EndpointError
    assert error.cause == errors.EndpointError('lab', 'main').cause


def test_a_failed_session_of_old_versions_is_an_error_of_the_endpoint() -> None:
    body = b'{"message": "Could not return Proxmox Sessions", "detail": "no words", "python_exception": "the-api-key"}'
    error = refusal(Answer(status=400, body=body), ASKED)
    assert type(error) is errors.EndpointError
    assert 'It says: "Could not return Proxmox Sessions: no words: ***".' in error.cause


def test_words_of_proxmox_are_told_where_proxbox_api_exposes_them() -> None:
    said = captured_body('bad_token_cluster_status')
    said['python_exception'] = """Error trying to ... | HTTP 401 no such token 'nb' for user 'root@pam'"""
    error = refusal(Answer(status=401, body=json.dumps(said).encode()), ASKED)
    assert type(error) is errors.EndpointLoginRefused
    assert "no such token 'nb' for user 'root@pam'" in error.cause


@pytest.mark.parametrize('name', ['bad_token_cluster_status', 'bad_password_cluster_status'])
def test_where_it_does_not_nothing_is_quoted(name: str) -> None:
    assert 'It says' not in refusal(captured_answer(name), ASKED).cause


def test_old_versions_tell_the_words_of_proxmox_in_the_detail() -> None:
    body = b'{"message": "Could not return Proxmox Sessions", "detail": "HTTP 401 invalid token value!"}'
    error = refusal(Answer(status=400, body=body), ASKED)
    assert type(error) is errors.EndpointLoginRefused
    assert 'invalid token value!' in error.cause


def test_the_words_of_a_rejection_are_told() -> None:
    assert 'Provide password or both' in refusal(captured_answer('endpoint_without_credentials'), ASKED).cause
    assert 'It says: "Request validation failed".' in refusal(captured_answer('endpoint_without_name'), ASKED).cause


def test_retry_after_is_passed_on() -> None:
    assert refusal(captured_answer('rate_limited'), ASKED).retry_after == 60
    assert refusal(captured_answer('wrong_key_6'), ASKED).retry_after == 300
    assert refusal(Answer(status=503, retry_after=1.0), ASKED).retry_after == 1


def test_a_secret_in_an_answer_is_not_told() -> None:
    error = refusal(Answer(status=401, body=b'{"detail": "bad key the-api-key"}'), ASKED)
    assert 'bad key ***' in error.cause
    assert 'the-api-key' not in str(error)


def test_json_of_a_200_is_accepted_as_it_is() -> None:
    assert accepted_json(captured_answer('version'), ASKED) == captured_body('version')


@pytest.mark.parametrize('body', [b'', HTML, b'{'])
def test_a_200_without_json_is_invalid(body: bytes) -> None:
    with pytest.raises(errors.BackendAnswerInvalid):
        accepted_json(Answer(status=200, body=body), ASKED)


JSON = st.recursive(st.none() | st.integers() | st.text() | st.booleans(), lambda inner: st.lists(inner, max_size=3))
BODIES = st.dictionaries(
    st.sampled_from(['message', 'detail', 'upstream_status']), JSON | st.dictionaries(st.text(), JSON)
)


@given(status=st.integers(201, 599), body=BODIES | JSON, endpoint=st.sampled_from(['', 'lab']))
def test_every_answer_means_an_error(status: int, body: object, endpoint: str) -> None:
    answer = Answer(status=status, body=json.dumps(body).encode())
    error = refusal(answer, Question(whom='main', endpoint=endpoint))
    assert isinstance(error, errors.ProxboxError if endpoint else errors.BackendError)


@pytest.mark.parametrize('name', MEANINGS)
def test_without_an_endpoint_it_is_the_backend_that_fails(name: str) -> None:
    assert isinstance(refusal(captured_answer(name), Question(whom='main')), errors.BackendError)
