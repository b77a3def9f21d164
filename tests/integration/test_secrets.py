"""No secret is kept or told in the clear: not by the broker, Redis, the database, the logs or any answer."""

from collections.abc import Iterator

import pytest

from devstack.proxbox_api import ProxboxApiServer
from devstack.proxmox_ve.estates import ESTATES

from .endpoints import Endpoints
from .netbox import NetBox
from .services import Services
from .traces import answers_text, database_text, logs_text, redis_text

pytestmark = pytest.mark.integration

PASSWORD = 'canary-password-3f9a1c'
TOKEN = 'canary-token-77b1e2d0'
API_KEY = 'canary-api-key-of-more-than-32-characters'


@pytest.fixture
def used_secrets(
    services: Services, netbox: NetBox, endpoints: Endpoints, backend: int, proxbox_api: ProxboxApiServer
) -> Iterator[list[str]]:
    """Secrets that were used: with success, in vain, and by a run that waits in the queue."""
    good = endpoints.add('dc', backend)
    wrong_password = endpoints.add('dc', backend, password=PASSWORD)
    wrong_token = endpoints.add('edge', backend, token_value=TOKEN)
    wrong_key = endpoints.add('solo', endpoints.add_backend('wrong', proxbox_api.url, API_KEY))
    runs = [netbox.request_sync(endpoint) for endpoint in (good, wrong_password, wrong_token, wrong_key)]
    assert [netbox.ended(run.id).error_code for run in runs] == [
        '',
        'endpoint-login-refused',
        'endpoint-login-refused',
        'backend-key-refused',
    ]
    services.stop_worker()
    queued = netbox.request_sync(good)
    yield [PASSWORD, TOKEN, API_KEY, ESTATES['dc'].access.password, proxbox_api.api_key]
    services.start_worker()
    netbox.ended(queued.id)


def test_no_secret_is_found_anywhere(services: Services, netbox: NetBox, used_secrets: list[str]) -> None:
    stack = services.stack
    redis, first = stack.foundations.valkey, stack.site.settings.valkey_first_database
    with services.database() as database:
        places = {
            'worker.tasks.begin': redis_text(services.broker.server.connect()),
            'rq:': '\n'.join(redis_text(redis.connect(first + number)) for number in range(3)),
            'backend-key-refused': database_text(database),
            'Stage ': logs_text(stack.supervisor.logs),
            'wrong': answers_text(netbox),
        }
    for sign, text in places.items():
        assert sign in text, f'this is not the place where {sign!r} is written'
    found = [(sign, secret) for sign, text in places.items() for secret in used_secrets if secret in text]
    assert found == []
