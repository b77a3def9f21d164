"""The door as its callers see it: version, topology, retries and the count of requests."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from netbox_proxbox import errors
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.records import EndpointRef

from .scripted_backend import Received, Reply, ScriptedBackend, captured_reply

LAB = EndpointRef(name='lab', record_id=1)


def one_after_another(*replies: Reply) -> Callable[[Received], Reply]:
    """Answers with each reply once, in order."""
    waiting = iter(replies)
    return lambda received: next(waiting)


def test_the_version() -> None:
    with (
        ScriptedBackend(lambda received: captured_reply('version')) as backend,
        ProxboxApi(backend.connection()) as api,
    ):
        assert api.version() == '0.0.30.post2'
    assert backend.lines == ['GET /version']


@pytest.mark.parametrize('body', [None, [], {'version': 1}, {'status': 'ready'}])
def test_a_service_without_a_version_is_another(body: object) -> None:
    with (
        ScriptedBackend(lambda received: Reply(body=body)) as backend,
        ProxboxApi(backend.connection()) as api,
        pytest.raises(errors.BackendAnswerInvalid),
    ):
        api.version()


def test_the_topology_takes_one_request_for_one_endpoint() -> None:
    answers = one_after_another(captured_reply('cluster3_cluster_status'))
    with ScriptedBackend(answers) as backend, ProxboxApi(backend.connection()) as api:
        assert api.topology(LAB).name == 'lab-cluster'
    assert api.requests == 1
    assert backend.lines == ['GET /proxmox/cluster/status']
    assert backend.received[0].query == {'proxmox_endpoint_ids': '1'}


def test_a_backend_that_is_still_starting_is_asked_again() -> None:
    slept: list[float] = []
    answers = one_after_another(
        Reply(status=503, headers={'Retry-After': '3'}),
        captured_reply('refused_cluster_status'),
        captured_reply('cluster3_cluster_status'),
    )
    with ScriptedBackend(answers) as backend, ProxboxApi(backend.connection(), sleep=slept.append) as api:
        assert api.topology(LAB).nodes_count == 3
    assert api.requests == 3
    assert slept[0] == 3
    assert [line.partition(' s: ')[0][:12] for line in api.retries] == ['attempt 2 in', 'attempt 3 in']
    assert 'attempt 2 in 3.0 s: proxbox-api "main" is not ready to answer.' in api.retries[0]


def test_a_rate_limit_beyond_the_budget_fails_at_once() -> None:
    slept: list[float] = []
    with (
        ScriptedBackend(lambda received: captured_reply('rate_limited')) as backend,
        ProxboxApi(backend.connection(), sleep=slept.append) as api,
        pytest.raises(errors.BackendRateLimited),
    ):
        api.version()
    assert (api.requests, slept) == (1, [])


def test_requests_of_one_reading_share_a_connection_until_an_error() -> None:
    answers = one_after_another(*[captured_reply('version')] * 2, Reply(status=503), *[captured_reply('version')] * 2)
    with (
        ScriptedBackend(answers) as backend,
        ProxboxApi(backend.connection(), sleep=lambda seconds: None) as api,
    ):
        for _ in range(4):
            api.version()
    ports = [received.from_port for received in backend.received]
    assert ports == [ports[0]] * 3 + [ports[-1]] * 2
    assert ports[0] != ports[-1]


@pytest.mark.parametrize(
    'name',
    ['wrong_key_1', 'wrong_key_6', 'missing_key', 'redirect', 'bad_token_cluster_status', 'nojoin_cluster_status'],
)
def test_what_cannot_pass_by_itself_is_asked_once(name: str) -> None:
    with (
        ScriptedBackend(lambda received: captured_reply(name)) as backend,
        ProxboxApi(backend.connection()) as api,
        pytest.raises(errors.ProxboxError),
    ):
        api.topology(LAB)
    assert api.requests == 1


@pytest.mark.parametrize('name', ['bad_password_cluster_status', 'nostatus_cluster_status'])
def test_what_may_be_a_refusal_is_asked_once_more(name: str) -> None:
    with (
        ScriptedBackend(lambda received: captured_reply(name)) as backend,
        ProxboxApi(backend.connection(), sleep=lambda _: None) as api,
        pytest.raises((errors.EndpointNotOpened, errors.EndpointStatusUnreadable)),
    ):
        api.topology(LAB)
    assert (api.requests, len(api.retries)) == (2, 1)


@pytest.mark.parametrize('name', ['bad_password_cluster_status', 'nostatus_cluster_status'])
def test_a_fault_that_passes_costs_one_retry(name: str) -> None:
    answers = one_after_another(captured_reply(name), captured_reply('cluster3_cluster_status'))
    with ScriptedBackend(answers) as backend, ProxboxApi(backend.connection(), sleep=lambda _: None) as api:
        assert api.topology(LAB).nodes_count == 3


def test_a_cluster_without_a_name_is_not_called_none() -> None:
    answers = one_after_another(
        captured_reply('nameless_cluster_status'), captured_reply('nameless_raw_cluster_status')
    )
    with (
        ScriptedBackend(answers) as backend,
        ProxboxApi(backend.connection()) as api,
        pytest.raises(errors.ReadingIncomplete, match='The cluster has no name'),
    ):
        api.topology(LAB)
    assert backend.received[1].query == {'target_name': 'lab'}


def test_a_cluster_that_is_called_none_keeps_its_name() -> None:
    answers = one_after_another(
        captured_reply('named_none_cluster_status'), captured_reply('named_none_raw_cluster_status')
    )
    with ScriptedBackend(answers) as backend, ProxboxApi(backend.connection()) as api:
        assert api.topology(LAB).name == 'None'


def test_an_old_version_cannot_tell_that_none_is_a_name() -> None:
    answers = one_after_another(captured_reply('named_none_cluster_status'), Reply(404, {'detail': 'Not Found'}))
    with (
        ScriptedBackend(answers) as backend,
        ProxboxApi(backend.connection()) as api,
        pytest.raises(errors.ReadingIncomplete),
    ):
        api.topology(LAB)


def test_no_key_means_no_request() -> None:
    with (
        ScriptedBackend(lambda received: captured_reply('version')) as backend,
        ProxboxApi(replace(backend.connection(), api_key='')) as api,
        pytest.raises(errors.BackendKeyRefused),
    ):
        api.version()
    assert backend.received == []


def test_an_error_body_with_status_200_is_no_topology() -> None:
    with (
        ScriptedBackend(lambda received: Reply(body={'detail': 'maintenance'})) as backend,
        ProxboxApi(backend.connection()) as api,
        pytest.raises(errors.BackendAnswerInvalid),
    ):
        api.topology(LAB)
