"""What must hold for every container, whatever it runs."""

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

import celeryconfig
from devstack.paths import ROOT
from netbox_proxbox import __version__

FILE = ROOT / 'docker' / 'compose.yaml'
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text())['services']
RUN_ONCE = {'proxbox-api-key'}
STAYING = sorted(set(SERVICES) - RUN_ONCE)
# NetBox's own start script writes where it likes.
WRITABLE = {'netbox'}
PUBLISHED = {'netbox', 'flower'}
OWN_IMAGES = {f'{name}:${{VERSION:-{__version__}}}' for name in ('netbox-proxbox', 'netbox-proxbox-api')}
PINNED = re.compile(r'docker\.io/[\w./-]+:\d+\.\d+[\w.-]*$')


def seconds(duration: str) -> int:
    number, unit = int(duration[:-1]), duration[-1]
    return int(timedelta(**{{'s': 'seconds', 'm': 'minutes'}[unit]: number}).total_seconds())


def test_it_is_a_compose_file() -> None:
    command = [sys.executable, '-m', 'check_jsonschema', '--builtin-schema', 'vendor.compose-spec', str(FILE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_images_are_built_as_they_should_be() -> None:
    hadolint = Path(sys.executable).with_name('hadolint')
    done = subprocess.run([hadolint, ROOT / 'docker' / 'Dockerfile'], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, '')


@pytest.mark.parametrize('name', sorted(SERVICES))
def test_it_has_few_rights_and_limits(name: str) -> None:
    service = SERVICES[name]

    assert service['user'].split(':')[0] not in ('', 'root', '0')
    assert service['cap_drop'] == ['ALL']
    assert service['security_opt'] == ['no-new-privileges:true']
    assert service.get('read_only', False) == (name not in WRITABLE)
    assert set(service['deploy']['resources']['limits']) == {'cpus', 'memory', 'pids'}


@pytest.mark.parametrize('name', STAYING)
def test_it_is_watched_and_comes_back(name: str) -> None:
    service = SERVICES[name]

    assert service['restart'] == 'unless-stopped'
    assert service['healthcheck']['test'][0] in ('CMD', 'CMD-SHELL')
    assert seconds(service['healthcheck']['timeout']) <= seconds(service['healthcheck']['interval'])


@pytest.mark.parametrize('name', sorted(SERVICES))
def test_its_image_has_a_version(name: str) -> None:
    image = SERVICES[name]['image']

    assert image in OWN_IMAGES or PINNED.match(image)


def test_the_images_that_ours_are_built_on_have_versions() -> None:
    defaults = re.findall(r'^ARG \w+_IMAGE=(.+)$', (ROOT / 'docker' / 'Dockerfile').read_text(), re.MULTILINE)

    assert len(defaults) == 2
    assert all(re.match(r'docker\.io/[\w/-]+:v?\d+\.\d+', image) for image in defaults)


def test_the_worker_may_finish_what_it_began() -> None:
    assert seconds(SERVICES['worker']['stop_grace_period']) >= celeryconfig.task_time_limit + 30


def test_there_is_one_beat() -> None:
    assert SERVICES['beat']['deploy']['replicas'] == 1


def test_only_what_people_use_is_published() -> None:
    assert {name for name, service in SERVICES.items() if 'ports' in service} == PUBLISHED
    assert {name for name, service in SERVICES.items() if 'published' in service['networks']} == PUBLISHED
    assert not {name for name in ('postgres', 'valkey', 'beat') if SERVICES[name]['networks'] != ['inside']}


def test_web_and_worker_share_image_and_settings() -> None:
    netbox = SERVICES['netbox']
    for name in ('rqworker', 'worker', 'beat', 'flower'):
        service = SERVICES[name]
        assert service['image'] == netbox['image']
        assert service['environment'].items() >= netbox['environment'].items()
        assert [secret for secret in netbox['secrets'] if secret not in service['secrets']] == ['superuser_password']


def test_every_secret_comes_from_a_file(compose: dict[str, Any]) -> None:
    assert {name: secret['file'] for name, secret in compose['secrets'].items()} == {
        name: f'./secrets/{name}' for name in compose['secrets']
    }
    for name, service in SERVICES.items():
        for variable, value in service.get('environment', {}).items():
            if re.search('PASSWORD|SECRET|TOKEN|KEY|AUTH', variable):
                assert value.startswith('/run/secrets/'), f'{name}: {variable}'


def test_every_secret_is_used_and_there(compose: dict[str, Any]) -> None:
    used = [secret for service in SERVICES.values() for secret in service.get('secrets', [])]
    names = {secret['source'] if isinstance(secret, dict) else secret for secret in used}

    assert names == set(compose['secrets'])
