"""Connection tests against the real proxbox-api and a simulated Proxmox VE: by the doctor, and from a form."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
import requests

from devstack.ports import HOST, free_port
from devstack.proxbox_api import ProxboxApiServer
from devstack.proxmox_ve.control import Control
from netbox_proxbox.connection_test import check_unsaved_endpoint
from netbox_proxbox.models import ProxmoxEndpoint
from tests.builders import a_backend

from .endpoints import Endpoints
from .netbox import PLUGIN, NetBox
from .services import Services

pytestmark = pytest.mark.integration

WRONG_KEY = 'a-key-that-nobody-has-registered-and-the-doctor-sends-once'


def doctor(services: Services) -> tuple[int, Mapping[str, Any]]:
    """The exit code of the doctor, and its sections by title."""
    command = services.stack.site.command('proxbox-doctor', 'netbox', 'proxbox_doctor', '--json')
    process = services.stack.supervisor.start(command)
    code = process.wait(timeout=180)
    output = process.log.read_text()
    document = json.loads(output[output.index('{\n') : output.rindex('}') + 1])
    return code, {section['title']: section['findings'] for section in document['sections']}


def test_the_doctor_tells_what_works_and_what_does_not(
    services: Services,
    netbox: NetBox,
    endpoints: Endpoints,
    proxbox_api: ProxboxApiServer,
    control: Control,
) -> None:
    """One run for all of it, for each starts a NetBox: healthy, half up, wrong password, wrong key, nobody there."""
    backend = endpoints.add_backend('real', proxbox_api.url, proxbox_api.api_key)
    wrong_key = endpoints.add_backend('wrong key', proxbox_api.url, WRONG_KEY)
    dead = endpoints.add_backend('dead', f'http://{HOST}:{free_port()}', WRONG_KEY)
    healthy, half_up = endpoints.add('solo', backend), endpoints.add('lab', backend)
    refused = endpoints.add('dc', backend, password='no password of anybody')
    control.set_online('lab', 'pve3', False)

    code, sections = doctor(services)

    names = {row['id']: row['name'] for row in netbox.find(f'{PLUGIN}/backends/')}
    endpoint_names = {row['id']: row['name'] for row in netbox.find(f'{PLUGIN}/endpoints/')}
    told = {finding['subject']: finding for finding in sections[f'Backend {names[backend]}']}
    assert code == 1
    assert told['proxbox-api'] == {**told['proxbox-api'], 'level': 'ok', 'summary': proxbox_api.version}
    assert told[endpoint_names[healthy]]['level'] == 'ok'
    assert 'Readable for 1 of 1 nodes' in told[endpoint_names[healthy]]['summary']
    assert told[endpoint_names[half_up]]['level'] == 'ok'
    assert 'with 3 nodes (2 online)' in told[endpoint_names[half_up]]['summary']
    assert 'Readable for 2 of 2 nodes' in told[endpoint_names[half_up]]['summary']
    assert 'could not log in' in told[f'{endpoint_names[refused]}: Connection to Proxmox VE']['summary']
    assert [finding['level'] for finding in sections['Database']] == ['ok']
    (key,), (address,) = sections[f'Backend {names[wrong_key]}'], sections[f'Backend {names[dead]}']
    assert (key['subject'], key['level']) == ('proxbox-api: API key', 'error')
    assert (address['subject'], address['level']) == ('proxbox-api: Address', 'error')
    assert netbox.get(f'{PLUGIN}/backends/{backend}/')['version'] == proxbox_api.version
    assert netbox.get(f'{PLUGIN}/backends/{wrong_key}/')['is_paused'] is True
    assert 'no password of anybody' not in json.dumps(sections)
    assert WRONG_KEY not in json.dumps(sections)


@pytest.mark.django_db
def test_an_unsaved_endpoint_leaves_no_record_in_the_real_proxbox_api(
    services: Services, endpoints: Endpoints, proxbox_api: ProxboxApiServer
) -> None:
    backend = a_backend(base_url=proxbox_api.url, api_key=proxbox_api.api_key)
    content = {**endpoints.content('lab', backend.pk), 'backend': backend}
    before = records(proxbox_api)

    findings = check_unsaved_endpoint(ProxmoxEndpoint(name='not saved', **content))

    levels = {finding.subject: finding.level.value for finding in findings}
    assert levels.pop('TLS of Proxmox VE') == 'warning'  # it is not verified: the simulation signs its own certificate
    assert set(levels.values()) == {'ok'}
    assert records(proxbox_api) == before


def records(server: ProxboxApiServer) -> list[str]:
    """The names of the endpoints that it has a record of."""
    headers = {'X-Proxbox-API-Key': server.api_key}
    answer = requests.get(f'{server.url}/proxmox/endpoints', headers=headers, params={'limit': 100}, timeout=10)
    return sorted(record['name'] for record in answer.json())
