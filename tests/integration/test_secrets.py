"""No secret is kept or told in the clear: not by the broker, Redis, the database, the logs or any answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from devstack.proxbox_api import ProxboxApiServer
from devstack.proxmox_ve.estates import ESTATES

from .endpoints import Endpoints
from .netbox import NetBox
from .services import Services
from .traces import answers_text, database_text, logs_text, messages_text, redis_text

pytestmark = pytest.mark.integration

PASSWORD = 'canary-password-3f9a1c'
TOKEN = 'canary-token-77b1e2d0'
API_KEY = 'canary-api-key-of-more-than-32-characters'


@dataclass(frozen=True)
class Used:
    """Secrets that syncs have used, with success and in vain, and all that was sent to the broker meanwhile."""

    secrets: Sequence[str]
    messages: str


@pytest.fixture
def used(services: Services, netbox: NetBox, endpoints: Endpoints, backend: int, proxbox_api: ProxboxApiServer) -> Used:
    with services.broker.overheard() as commands:
        ids = [
            endpoints.add('dc', backend),
            endpoints.add('dc', backend, password=PASSWORD),
            endpoints.add('edge', backend, token_value=TOKEN),
            endpoints.add('solo', endpoints.add_backend('wrong', proxbox_api.url, API_KEY)),
        ]
        runs = [netbox.request_sync(endpoint) for endpoint in ids]
        codes = [netbox.ended(run.id).error_code for run in runs]
    assert codes == ['', 'endpoint-login-refused', 'endpoint-login-refused', 'backend-key-refused']
    secrets = [PASSWORD, TOKEN, API_KEY, ESTATES['dc'].access.password, proxbox_api.api_key]
    return Used(secrets, messages_text(commands))


def test_no_secret_is_found_anywhere(services: Services, netbox: NetBox, used: Used) -> None:
    site, redis = services.stack.site, services.stack.foundations.valkey
    first = site.settings.valkey_first_database
    with services.database() as database:
        places = {
            'worker.tasks.fetch_nodes': used.messages,
            'celery-task-meta': redis_text(services.broker.server.connect()),
            ':config': '\n'.join(redis_text(redis.connect(first + number)) for number in range(3)),
            'backend-key-refused': database_text(database),
            'ready.': logs_text(services.stack.supervisor.logs),
            '"wrong ': answers_text(netbox),
        }
    for sign, text in places.items():
        assert sign in text, f'this is not the place where {sign!r} is written'
    assert [(sign, secret) for sign, text in places.items() for secret in used.secrets if secret in text] == []
