"""The manifests are of Kubernetes' own schemas, and say what the compose file says, whose services tests run."""

import re
import subprocess
import sys
from typing import Any

import pytest
import yaml

from devstack import commands
from devstack.paths import ROOT
from netbox_proxbox import __version__

FOLDER = ROOT / 'docker' / 'kubernetes'
FILES = sorted(FOLDER.glob('*.yaml'))
OLDEST, NEWEST = '1.29', '1.37'
RESOURCES: list[dict[str, Any]] = [each for file in FILES for each in yaml.safe_load_all(file.read_text())]
DEPLOYMENTS = {each['metadata']['name']: each['spec'] for each in RESOURCES if each['kind'] == 'Deployment'}
NAMES = sorted(name.removeprefix('netbox-proxbox-') for name in DEPLOYMENTS)


def spec(name: str) -> dict[str, Any]:
    found: dict[str, Any] = DEPLOYMENTS[f'netbox-proxbox-{name}']
    return found


def pod(name: str) -> dict[str, Any]:
    found: dict[str, Any] = spec(name)['template']['spec']
    return found


def container(name: str) -> dict[str, Any]:
    (found,) = pod(name)['containers']
    return dict(found)


@pytest.mark.parametrize('version', [OLDEST, NEWEST])
def test_they_are_of_the_schemas(version: str) -> None:
    command = [
        sys.executable,
        '-m',
        'kubernetes_validate',
        '--strict',
        '--kubernetes-version',
        version,
        *map(str, FILES),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr.count(' passed ') + done.stdout.count(' passed ') == len(RESOURCES)
    assert f'Kubernetes {OLDEST} or newer' in (FOLDER / 'README.md').read_text()


@pytest.mark.parametrize('name', NAMES)
def test_it_is_the_command_and_the_image_of_the_compose_file(name: str, services: dict[str, dict[str, Any]]) -> None:
    assert container(name)['command'] == list(commands.SERVICES[name]) == services[name]['command']
    assert {each['image'] for each in (container(name), *pod(name)['initContainers'])} == {
        f'netbox-proxbox:{__version__}'
    }
    assert pod(name)['terminationGracePeriodSeconds'] == int(services[name]['stop_grace_period'].removesuffix('s'))


@pytest.mark.parametrize('name', NAMES)
def test_it_is_probed_by_the_health_check_of_the_compose_file(name: str, services: dict[str, dict[str, Any]]) -> None:
    check = services[name]['healthcheck']['test'][-1]
    probes = [container(name)[f'{kind}Probe'] for kind in ('startup', 'readiness', 'liveness')]

    for probe in probes:
        if name == 'flower':
            (port,) = container(name)['ports']
            assert check == f'http://localhost:{port["containerPort"]}{probe["httpGet"]["path"]}'
        else:
            assert probe['exec']['command'] == ['sh', '-c', check.replace('$$', '$')]


@pytest.mark.parametrize('name', NAMES)
def test_it_has_few_rights_and_limits(name: str) -> None:
    rights = pod(name)['securityContext']

    assert (rights['runAsNonRoot'], rights['seccompProfile']) == (True, {'type': 'RuntimeDefault'})
    assert rights['runAsUser'] != 0
    assert (pod(name)['automountServiceAccountToken'], pod(name)['enableServiceLinks']) == (False, False)
    for each in (container(name), *pod(name)['initContainers']):
        assert each['securityContext'] == {
            'allowPrivilegeEscalation': False,
            'readOnlyRootFilesystem': True,
            'capabilities': {'drop': ['ALL']},
        }
        assert {*each['resources']['limits'], *each['resources']['requests']} == {'cpu', 'memory'}


@pytest.mark.parametrize('name', NAMES)
def test_it_gets_the_secrets_of_the_compose_file(name: str, services: dict[str, dict[str, Any]]) -> None:
    (volume,) = (each['secret'] for each in pod(name)['volumes'] if 'secret' in each)
    wanted = {each if isinstance(each, str) else each['target'] for each in services[name]['secrets']}
    created = set(re.findall(r'--from-file=(\w+)', (FOLDER / 'README.md').read_text()))

    assert {item['path'] for item in volume['items']} == wanted
    assert {item['key'] for item in volume['items']} <= created


def test_it_is_told_what_the_containers_of_compose_are_told(services: dict[str, dict[str, Any]]) -> None:
    (told,) = (each['data'] for each in RESOURCES if each['kind'] == 'ConfigMap')
    of_pages = {'ALLOWED_HOSTS', 'CSRF_TRUSTED_ORIGINS'}
    # An image of one's own need not have what ../Dockerfile sets.
    assert f'ENV PYTHONPATH={told.pop("PYTHONPATH")} ' in (ROOT / 'docker' / 'Dockerfile').read_text()
    own = {name: {each['name'] for each in container(name)['env']} - {'HOME'} for name in NAMES}

    for name in NAMES:
        assert {*told, *own[name]} == set(services[name]['environment']) - of_pages


def test_there_is_one_beat_and_a_worker_comes_before_one_goes() -> None:
    assert (spec('beat')['replicas'], spec('beat')['strategy']['type']) == (1, 'Recreate')
    assert spec('worker')['strategy']['rollingUpdate']['maxUnavailable'] == 0
