"""The image gets the versions that are tested."""

import re

from devstack.paths import ROOT

PIN = re.compile(r'^([\w-]+)(?:\[\w+\])?==(\S+)', re.MULTILINE)


def test_it_gets_the_versions_of_the_lock() -> None:
    tested = dict(PIN.findall((ROOT / 'requirements' / 'dev.txt').read_text()))
    wanted = dict(PIN.findall((ROOT / 'docker' / 'requirements.txt').read_text()))

    assert wanted.keys() >= {'celery', 'kombu', 'flower', 'django-celery-beat-next', 'tenacity'}
    assert {name: tested[name] for name in wanted} == wanted


def test_it_is_built_on_the_netbox_that_is_tested() -> None:
    tested = dict(PIN.findall((ROOT / 'requirements' / 'dev.txt').read_text()))['netbox']

    assert f'netboxcommunity/netbox:v{tested}' in (ROOT / 'docker' / 'Dockerfile').read_text()


def test_proxbox_api_is_installed_as_readme_does() -> None:
    """A test runs that one. With dependencies, pip refuses the lock for what a package asks for with an extra."""
    assert 'pip install --no-deps -r requirements/proxbox-api.txt' in (ROOT / 'README.md').read_text()
    dockerfile = (ROOT / 'docker' / 'Dockerfile').read_text()
    assert '--no-deps --require-hashes --requirement /tmp/requirements.txt' in dockerfile
