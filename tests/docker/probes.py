"""What the compose file, the manifests of Kubernetes and the services for netbox-docker look at, by where it stands."""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from devstack.paths import ROOT

__all__ = ('MIGRATED', 'PATHS_OF_FLOWER', 'Probe', 'probes_of')

# The command, for a container that has this environment.
type Probe = tuple[list[str], Mapping[str, str]]

_DOCKER = ROOT / 'docker'


def _services(file: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load((_DOCKER / file).read_text())['services']
    return found


def _pod(name: str) -> dict[str, Any]:
    deployment, *_ = yaml.safe_load_all((_DOCKER / 'kubernetes' / f'{name}.yaml').read_text())
    found: dict[str, Any] = deployment['spec']['template']['spec']
    return found


def _of_compose(service: dict[str, Any]) -> Probe:
    kind, *check = service['healthcheck']['test']
    words = [word.replace('$$', '$') for word in check]
    return (['sh', '-c', *words] if kind == 'CMD-SHELL' else words), service['environment']


def _kubernetes(name: str) -> Iterator[tuple[str, dict[str, Any], Mapping[str, str]]]:
    (container,) = _pod(name)['containers']
    for kind in ('startup', 'readiness', 'liveness'):
        yield kind, container[f'{kind}Probe'], {each['name']: each['value'] for each in container['env']}


def probes_of(name: str) -> dict[str, Probe]:
    """Return each command that tells whether the worker or beat is alive."""
    return {
        'compose': _of_compose(_services('compose.yaml')[name]),
        'netbox-docker': _of_compose(_services('netbox-docker/docker-compose.override.yml')[f'proxbox-{name}']),
        **{kind: (probe['exec']['command'], environment) for kind, probe, environment in _kubernetes(name)},
    }


PATHS_OF_FLOWER = {kind: str(probe['httpGet']['path']) for kind, probe, _ in _kubernetes('flower')}
# What a pod waits for before it starts, as a command of NetBox.
MIGRATED = {
    name: _pod(name)['initContainers'][0]['command'][2:]
    for name in ('worker', 'beat', 'flower')
    if _pod(name)['initContainers'][0]['command'][1] == '/opt/netbox/netbox/manage.py'
}
