"""A stage that crashes in the middle of a request logs a traceback, which tells no secret."""

from typing import Any

import pytest
import requests

from tests.builders import a_backend, an_endpoint
from tests.sync.whole_runs import whole_run

pytestmark = pytest.mark.django_db

API_KEY = 'canary-api-key-of-more-than-32-characters'
LOGINS = ({'password': 'canary-password-3f9a1c'}, {'token_name': 'sync', 'token_value': 'canary-token-77b1e2d0'})


@pytest.mark.parametrize('login', LOGINS)
def test_what_is_logged_of_a_crash_tells_no_secret(
    login: dict[str, str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sent: list[Any] = []

    def crash(*_: Any, **options: Any) -> None:
        sent.append(options)
        raise RuntimeError('Nobody has thought of this.')

    monkeypatch.setattr(requests.Session, 'request', crash)

    run = whole_run(an_endpoint(a_backend(api_key=API_KEY), **{'password': ''} | login))

    assert (run.status, run.error_code) == ('failed', 'stage-crashed')
    assert API_KEY in str(sent), 'no secret was at hand'
    assert 'Traceback' in caplog.text
    assert 'Nobody has thought of this.' in caplog.text
    told = f'{caplog.text} {run.cause} {run.cure} {run.stages} {run.readings}'
    assert [secret for secret in (API_KEY, *login.values()) if secret.startswith('canary') and secret in told] == []
