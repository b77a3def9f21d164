"""Secrets that syncs have used are searched for wherever anything is kept or told: none is found."""

import base64
import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

import pytest
import requests
from redis import Redis

from devstack.process import Process
from devstack.proxbox_api import ProxboxApiServer
from devstack.proxmox_ve.estates import ESTATES
from devstack.readiness import log_shows
from tests.integration.endpoints import Endpoints
from tests.integration.netbox import NetBox
from tests.integration.services import Services
from tests.integration.test_commands import call_netbox
from tests.integration.traces import answers_text, database_text, dump_text, logs_text, messages_text, redis_text
from tests.integration.waiting import wait_for
from tests.sources.proxbox_api.scripted_backend import Reply, ScriptedBackend

from .extensions import JOURNAL, extended, write_journal
from .graphql_text import graphql_text
from .places import exports_text, flower_text, pages_text
from .task_queue import is_done
from .web_client import WebClient

pytestmark = pytest.mark.integration

PASSWORD = 'canary-password-3f9a1c'
TOKEN = 'canary-token-77b1e2d0'
API_KEY = 'canary-api-key-of-more-than-32-characters'
CODES = ['', 'endpoint-not-opened', 'endpoint-login-refused', 'backend-key-refused']

# Where it is searched, with what must be found there if that is the right place.
PLACES = {
    'messages to the broker': 'worker.tasks.fetch_nodes',
    'the broker': 'celery-task-meta',
    "NetBox's Redis": ':config',
    'rows of all tables': 'backend-key-refused',
    'a dump of the database': 'CREATE TABLE public.netbox_proxbox_proxboxbackend',
    'logs': 'ready.',
    'the log of beat': 'Sending due task proxbox-tick',
    'REST': '"wrong ',
    'GraphQL': 'prechange_data',
    'pages': 'linked: ',
    'exports': 'exported: ',
    'journals': JOURNAL,
    'webhooks': 'snapshots',
    'doctor': 'ERROR',
    'Flower': 'worker.tasks.reconcile',
}
# What every secret begins with as it is stored, and where that may be found.
STORED = 'gAAAA'
STORED_IN = {'rows of all tables', 'a dump of the database', "NetBox's Redis"}


@dataclass(frozen=True)
class Searched:
    """The secrets by what they are, and the text of each place."""

    secrets: Mapping[str, str]
    texts: Mapping[str, str]


@pytest.fixture(scope='module')
def searched(services: Services, netbox: NetBox, backend: int, proxbox_api: ProxboxApiServer) -> Iterator[Searched]:
    endpoints = Endpoints(netbox, services.simulator)
    with (
        running_beside(services) as beat,
        ScriptedBackend(lambda _: Reply()) as receiver,
        extended(netbox, receiver.connection().url),
    ):
        with services.broker.overheard() as commands:
            ids = use_secrets(netbox, endpoints, backend, proxbox_api)
        with tasks_of(services) as tasks:
            wait_for(lambda: is_done(tasks), within=300)
        assert any('deleted' in str(received.payload) for received in receiver.received)
        texts = {
            'messages to the broker': messages_text(commands),
            'webhooks': '\n'.join(json.dumps(received.payload) for received in receiver.received),
            **kept_texts(services),
            **told_texts(services, netbox, ids),
        }
        wait_for(lambda: log_shows(beat, PLACES['the log of beat']))
        # What was asked for just now is logged, too.
        texts['logs'] = logs_text(services.stack.supervisor.logs)
        texts['the log of beat'] = beat.log.read_text()
        yield Searched(secrets_of(services, proxbox_api), texts)
    endpoints.remove_all()


@contextmanager
def running_beside(services: Services) -> Iterator[Process]:
    """NetBox's own worker and Flower, which other tests do not need, and beat, which is given."""
    stack = services.stack
    with ThreadPoolExecutor() as pool:
        started = [pool.submit(start) for start in (stack.start_beat, stack.start_rqworker, stack.start_flower)]
    processes = [process.result() for process in started]
    yield processes[0]
    for process in processes:
        stack.supervisor.stop(process)


def tasks_of(services: Services) -> Redis:
    """Where NetBox keeps its tasks."""
    return services.stack.foundations.valkey.connect(services.stack.site.settings.valkey_first_database)


def use_secrets(netbox: NetBox, endpoints: Endpoints, backend: int, proxbox_api: ProxboxApiServer) -> list[int]:
    """Sync with the right secrets and with each kind of wrong one; change, annotate and delete what has them."""
    ids = [
        endpoints.add('dc', backend),
        endpoints.add('dc', backend, password=PASSWORD),
        endpoints.add('edge', backend, token_value=TOKEN),
        endpoints.add('solo', endpoints.add_backend('wrong', proxbox_api.url, API_KEY)),
    ]
    runs = [netbox.request_sync(endpoint) for endpoint in ids]
    assert [netbox.ended(run.id).error_code for run in runs] == CODES
    endpoints.change(ids[1], password=PASSWORD, description='Changed')
    write_journal(netbox, ids[1])
    endpoints.remove(endpoints.add('lab', backend, password=PASSWORD, token_name='', token_value=''))
    return ids


def secrets_of(services: Services, proxbox_api: ProxboxApiServer) -> dict[str, str]:
    return {
        'a wrong password': PASSWORD,
        'a wrong token': TOKEN,
        'a wrong API key': API_KEY,
        'the right password': ESTATES['dc'].access.password,
        'the right API key': proxbox_api.api_key,
        'the encryption key': services.stack.site.settings.encryption_key,
        'the password of the broker': services.broker.password,
    }


def kept_texts(services: Services) -> dict[str, str]:
    """What is written down somewhere."""
    redis, first = services.stack.foundations.valkey, services.stack.site.settings.valkey_first_database
    with services.database() as database:
        rows = database_text(database)
    return {
        'the broker': redis_text(services.broker.store()),
        "NetBox's Redis": '\n'.join(redis_text(redis.connect(first + number)) for number in range(3)),
        'rows of all tables': rows,
        'a dump of the database': dump_text(services),
    }


def told_texts(services: Services, netbox: NetBox, ids: list[int]) -> dict[str, str]:
    """What somebody is told who asks."""
    client, login = WebClient(services), ('admin', services.stack.foundations.credentials.flower_password)
    wrong_key = netbox.get(f'/api/plugins/proxbox/endpoints/{ids[3]}/')['backend']['id']
    objects = [f'endpoints/proxmox/{ids[1]}', f'endpoints/proxbox-api/{wrong_key}']
    return {
        'REST': answers_text(netbox),
        'GraphQL': graphql_text(netbox),
        'pages': pages_text(client, objects),
        'exports': exports_text(client),
        'journals': netbox.answer('GET', '/api/extras/journal-entries/').text,
        'doctor': call_netbox(services, 'doctor', 'proxbox_doctor', '--seconds=20').output,
        'Flower': flower_text(
            lambda path: requests.get(f'{services.stack.site.flower_url}{path}', auth=login, timeout=30)
        ),
    }


def spellings(secret: str) -> set[str]:
    """How a secret may be written."""
    return {secret, quote(secret, safe=''), json.dumps(secret)[1:-1], base64.b64encode(secret.encode()).decode()}


@pytest.mark.parametrize('place', PLACES)
def test_no_secret_is_found_anywhere(searched: Searched, place: str) -> None:
    text = searched.texts[place]
    assert PLACES[place] in text, 'this is not the place'
    assert [kind for kind, secret in searched.secrets.items() for each in spellings(secret) if each in text] == []


@pytest.mark.parametrize('place', [place for place in PLACES if place not in STORED_IN])
def test_what_is_stored_is_told_to_nobody(searched: Searched, place: str) -> None:
    assert STORED in searched.texts['rows of all tables']
    assert STORED not in searched.texts[place]
